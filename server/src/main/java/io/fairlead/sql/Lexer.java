package io.fairlead.sql;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;

/// Turns a statement into tokens, one at a time: keywords in any case, quoted identifiers, texts, `$1`,
/// `::`, and nothing for comments, all as [Lexing] says. Linear in the length of the statement.
public final class Lexer {
  private final String text;
  private final Scanner scanner;
  private int tokens;
  private int counted;
  private int characters;

  public Lexer(String text) {
    this(text, Lexing.POSTGRESQL);
  }

  public Lexer(String text, Lexing lexing) {
    this.text = text;
    this.scanner = new Scanner(text, lexing);
  }

  /// The next token; [Token.Kind#END] for ever after the last one.
  ///
  /// @throws Refusal when there is something that is no token, or a limit is passed
  public Token next() {
    scanner.next();
    int position = position(scanner.start());
    String fault = scanner.fault();
    if (fault != null) {
      throw Problem.of(ProblemKind.SYNTAX, fault).at(position).refusal();
    }
    if (scanner.end() > Limits.STATEMENT_CHARACTERS) {
      throw tooLarge("characters", Limits.STATEMENT_CHARACTERS, position);
    }
    Token.Kind kind = scanner.kind();
    if (kind != Token.Kind.END && ++tokens > Limits.STATEMENT_TOKENS) {
      throw tooLarge("tokens", Limits.STATEMENT_TOKENS, position);
    }
    return new Token(kind, meaning(kind, position), scanner.start(), scanner.end(), position);
  }

  private static Refusal tooLarge(String what, int limit, int position) {
    return Problem.of(
            ProblemKind.TOO_LARGE, "statement has more than %d %s".formatted(limit, what))
        .at(position)
        .refusal();
  }

  private String meaning(Token.Kind kind, int position) {
    int start = scanner.start();
    int end = scanner.end();
    return switch (kind) {
      case WORD -> checked(Letters.lower(text.substring(start, end)), position);
      case QUOTED -> checked(unquoted(start + 1, end - 1), position);
      case TEXT -> literal(position);
      case NUMBER -> text.substring(start, end).replace("_", "");
      case PARAMETER -> text.substring(start + 1, end);
      case SYMBOL -> text.substring(start, end);
      case END -> "";
    };
  }

  /// A name that objects may have: on one line, so that it stays so in logs and listings.
  static String checked(String name, int position) {
    if (name.length() > Limits.NAME_BYTES / 3 && Utf8.length(name) > Limits.NAME_BYTES) {
      throw Problem.of(
              ProblemKind.NAME_TOO_LONG,
              "identifier length exceeds %d bytes".formatted(Limits.NAME_BYTES))
          .at(position)
          .refusal();
    }
    if (name.isEmpty()) {
      throw Problem.of(ProblemKind.SYNTAX, "zero-length quoted identifier").at(position).refusal();
    }
    if (name.equals(".") || name.equals("..") || name.chars().anyMatch(Letters::isControl)) {
      throw Problem.of(ProblemKind.INVALID_NAME, "invalid identifier").at(position).refusal();
    }
    return name;
  }

  private String unquoted(int from, int to) {
    String inside = text.substring(from, to);
    String quote = text.substring(from - 1, from);
    return inside.contains(quote) ? inside.replace(quote + quote, quote) : inside;
  }

  private String literal(int position) {
    String value =
        switch (scanner.form()) {
          case PLAIN -> TextLiteral.plain(text, scanner.start(), scanner.end());
          case ESCAPED ->
              TextLiteral.escaped(text, scanner.start() + 1, scanner.end(), position);
          case BACKSLASHES -> BackslashLiteral.meaning(text, scanner.start(), scanner.end());
          case DOLLAR -> dollar();
        };
    if (value.indexOf(0) >= 0) {
      throw TextLiteral.invalid("a text cannot hold the character with the code 0", position);
    }
    return value;
  }

  private String dollar() {
    int tag = text.indexOf('$', scanner.start() + 1) + 1 - scanner.start();
    return text.substring(scanner.start() + tag, scanner.end() - tag);
  }

  /// Counts on from the last token, so that all counts together are one pass.
  private int position(int index) {
    characters += text.codePointCount(counted, index);
    counted = index;
    return characters + 1;
  }
}
