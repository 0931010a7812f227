package io.fairlead.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.Refusal;
import io.fairlead.golden.GoldenFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Any text becomes tokens, in order and within the text, or is refused at a place in it. And
/// any text can be split into statements, each of which stands where it says.
public final class LexerFuzz {
  private LexerFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      tokens(text);
    } catch (Refusal refusal) {
      Problem problem = refusal.problem();
      int end = text.codePointCount(0, text.length()) + 1;
      assertTrue(problem.position() >= 1 && problem.position() <= end, "outside of the text");
    }
    int last = 0;
    for (Splitter.Part part : Splitter.split(text)) {
      int start = text.offsetByCodePoints(0, part.offset());
      assertTrue(start >= last, "out of order");
      last = start + part.text().length();
      assertEquals(text.substring(start, last), part.text());
    }
  }

  private static void tokens(String text) {
    Lexer lexer = new Lexer(text);
    int last = 0;
    int position = 0;
    Token token;
    do {
      token = lexer.next();
      assertTrue(token.start() >= last && token.end() >= token.start(), "out of order");
      assertTrue(token.end() <= text.length(), "outside of the text");
      assertTrue(token.position() > position, "positions do not grow");
      last = token.end();
      position = token.position();
    } while (token.kind() != Token.Kind.END);
    assertEquals(text.codePointCount(0, text.length()) + 1, position);
  }

  public static List<byte[]> seeds() {
    return GoldenFiles.inputs("sql/lexer", "sql/splitter");
  }
}
