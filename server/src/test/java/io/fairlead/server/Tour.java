package io.fairlead.server;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a reader of the README pastes, in the order of the text.
///
/// @param clients the command lines of the block `sh clients`; either takes the tour's SQL
/// @param blocks the blocks `sh tour`, `sql tour` and `sql tour refused`
record Tour(List<String> clients, List<Block> blocks) {
  private static final Pattern FENCED =
      Pattern.compile("^```([^\n]*)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /// One block, for a terminal or for a client; its one statement may have to be refused.
  record Block(Target target, String text) {}

  /// Where a block is pasted, and whether it has to succeed there.
  enum Target {
    TERMINAL,
    CLIENT,
    CLIENT_REFUSED
  }

  static Tour of(String markdown) {
    List<String> clients = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    Matcher fenced = FENCED.matcher(markdown);
    while (fenced.find()) {
      String text = fenced.group(2);
      switch (fenced.group(1)) {
        case "sh clients" -> text.lines().forEach(clients::add);
        case "sh tour" -> blocks.add(new Block(Target.TERMINAL, text));
        case "sql tour" -> paste(text, blocks);
        case "sql tour refused" -> blocks.add(new Block(Target.CLIENT_REFUSED, text));
        default -> {
          if (fenced.group(1).contains("tour")) {
            throw new IllegalArgumentException("unknown kind of block: " + fenced.group(1));
          }
        }
      }
    }
    return new Tour(List.copyOf(clients), List.copyOf(blocks));
  }

  /// Blocks with only prose between them go into one client.
  private static void paste(String text, List<Block> blocks) {
    boolean follows = !blocks.isEmpty() && blocks.getLast().target() == Target.CLIENT;
    String before = follows ? blocks.removeLast().text() : "";
    blocks.add(new Block(Target.CLIENT, before + text));
  }
}
