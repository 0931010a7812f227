package io.fairlead.sql;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A cursor over the tokens of one statement, with what a hand-written grammar needs: look ahead,
/// accept, expect, and errors that say what was expected and where.
///
/// An error quotes an unquoted word or a symbol that it did not expect, never a text, a number or a
/// quoted identifier; and nothing at all after [#conceal].
public final class TokenReader {
  private final Lexer lexer;
  private final String statement;
  private final Lexing lexing;

  /// Tokens that were read from the lexer; those before `index` are behind the cursor.
  private final List<Token> tokens = new ArrayList<>();

  private int index;
  private boolean concealing;

  public TokenReader(String statement) {
    this(statement, Lexing.POSTGRESQL);
  }

  public TokenReader(String statement, Lexing lexing) {
    this.lexer = new Lexer(statement, lexing);
    this.statement = statement;
    this.lexing = lexing;
  }

  /// Reads one statement with a grammar.
  ///
  /// @param grammar empty when the statement is none of its; otherwise the cursor stands behind it
  public static Reading read(
      String statement, Function<TokenReader, Optional<? extends Statement>> grammar) {
    return read(statement, Lexing.POSTGRESQL, grammar);
  }

  public static Reading read(
      String statement,
      Lexing lexing,
      Function<TokenReader, Optional<? extends Statement>> grammar) {
    TokenReader reader = new TokenReader(statement, lexing);
    try {
      Optional<? extends Statement> found = grammar.apply(reader);
      if (found.isEmpty()) {
        return new Reading.NotMine();
      }
      reader.expectEnd();
      return new Reading.Understood(found.get());
    } catch (Refusal refusal) {
      return new Reading.Wrong(refusal.problem(), reader.reach());
    }
  }

  public Token peek() {
    return peek(0);
  }

  /// The token `ahead` of the cursor; the end of the statement for ever after the last one.
  public Token peek(int ahead) {
    while (tokens.size() <= index + ahead) {
      tokens.add(lexer.next());
    }
    return tokens.get(index + ahead);
  }

  public Token next() {
    Token token = peek();
    if (token.kind() != Token.Kind.END) {
      index++;
    }
    return token;
  }

  /// From here on no error quotes what it found: a secret may stand here or later.
  public void conceal() {
    concealing = true;
  }

  /// Whether these keywords (upper case) come next.
  public boolean at(String... keywords) {
    for (int i = 0; i < keywords.length; i++) {
      if (!peek(i).is(keywords[i])) {
        return false;
      }
    }
    return true;
  }

  /// Whether one of these keywords comes next.
  public boolean atOneOf(String... keywords) {
    for (String keyword : keywords) {
      if (peek().is(keyword)) {
        return true;
      }
    }
    return false;
  }

  /// Takes these keywords when all of them come next.
  public boolean accept(String... keywords) {
    if (!at(keywords)) {
      return false;
    }
    index += keywords.length;
    return true;
  }

  public void expect(String... keywords) {
    for (String keyword : keywords) {
      if (!accept(keyword)) {
        throw unexpected(keyword);
      }
    }
  }

  public boolean atSymbol(String symbol) {
    return peek().isSymbol(symbol);
  }

  public boolean acceptSymbol(String symbol) {
    if (!atSymbol(symbol)) {
      return false;
    }
    index++;
    return true;
  }

  public void expectSymbol(String symbol) {
    if (!acceptSymbol(symbol)) {
      throw unexpected("\"" + symbol + "\"");
    }
  }

  public boolean atEnd() {
    return peek().kind() == Token.Kind.END || atSymbol(";");
  }

  /// The end, perhaps after a semicolon.
  public void expectEnd() {
    acceptSymbol(";");
    if (peek().kind() != Token.Kind.END) {
      throw unexpected("the end of the statement");
    }
  }

  /// One identifier.
  ///
  /// @param what for the error: `the name of a role`
  public String identifier(String what) {
    if (!peek().isName()) {
      Refusal refusal = unexpected(what);
      boolean reserved = !concealing && peek().kind() == Token.Kind.WORD;
      throw reserved
          ? refusal
              .problem()
              .withHint(
                  "A reserved word is a name only in "
                      + (lexing == Lexing.MYSQL ? "backticks." : "double quotes."))
              .refusal()
          : refusal;
    }
    return next().text();
  }

  /// A name of one to three parts.
  public ObjectName objectName(String what) {
    int position = peek().position();
    String first = identifier(what);
    if (!acceptSymbol(".")) {
      return new ObjectName(null, null, first, position);
    }
    String second = namePart(what);
    if (!acceptSymbol(".")) {
      return new ObjectName(null, first, second, position);
    }
    String third = namePart(what);
    if (atSymbol(".")) {
      throw Problem.of(ProblemKind.INVALID_NAME, "a name has at most three parts")
          .at(position)
          .refusal();
    }
    return new ObjectName(first, second, third, position);
  }

  /// A name of one part that may also stand in single quotes: `'OS Keychain'`.
  public String identifierOrText(String what) {
    if (peek().kind() != Token.Kind.TEXT) {
      return identifier(what);
    }
    Token token = next();
    return Lexer.checked(token.text(), token.position());
  }

  /// A name of one to three parts, or one part in single quotes.
  public ObjectName objectNameOrText(String what) {
    if (peek().kind() != Token.Kind.TEXT) {
      return objectName(what);
    }
    int position = peek().position();
    return new ObjectName(null, null, identifierOrText(what), position);
  }

  /// The name of an option of any words: `host`, `user`, `header.accept`, or anything in quotes.
  public String optionName() {
    Token first = peek();
    if (first.kind() != Token.Kind.WORD) {
      return identifierOrText("the name of an option");
    }
    StringBuilder name = new StringBuilder(next().text());
    while (atSymbol(".") && peek(1).kind() == Token.Kind.WORD) {
      next();
      name.append('.').append(next().text());
    }
    return Lexer.checked(name.toString(), first.position());
  }

  /// Behind a dot any word is a name.
  private String namePart(String what) {
    return peek().kind() == Token.Kind.WORD ? next().text() : identifier(what);
  }

  /// A list of one or more, with commas between.
  public <T> List<T> list(Function<TokenReader, T> one) {
    List<T> found = new ArrayList<>();
    do {
      found.add(one.apply(this));
    } while (acceptSymbol(","));
    return found;
  }

  public String text(String what) {
    if (peek().kind() != Token.Kind.TEXT) {
      throw unexpected(what);
    }
    return next().text();
  }

  /// A whole number from 1, such as that of a version.
  public int positive(String what) {
    Token token = peek();
    if (token.kind() == Token.Kind.NUMBER) {
      try {
        int number = Integer.parseInt(token.text());
        if (number > 0) {
          next();
          return number;
        }
      } catch (NumberFormatException notWhole) {
        // Said below.
      }
    }
    throw unexpected(what);
  }

  /// TRUE or FALSE, ON or OFF, 1 or 0.
  public boolean flag() {
    if (!atFlag()) {
      throw unexpected("true or false");
    }
    boolean yes = atYes();
    index++;
    return yes;
  }

  /// Whether what [#flag] reads comes next.
  public boolean atFlag() {
    return atYes() || atOneOf("FALSE", "OFF") || atNumber("0");
  }

  private boolean atYes() {
    return atOneOf("TRUE", "ON") || atNumber("1");
  }

  private boolean atNumber(String number) {
    return peek().kind() == Token.Kind.NUMBER && peek().text().equals(number);
  }

  /// The statement's own text from `start` up to and with the last token taken.
  public String slice(Token start) {
    return statement.substring(start.start(), tokens.get(index - 1).end());
  }

  /// Refuses what nests deeper than a parser follows.
  public void checkNesting(int depth) {
    if (depth > Limits.NESTING) {
      throw problem(
          ProblemKind.TOO_LARGE, "statement nests deeper than " + Limits.NESTING + " levels");
    }
  }

  /// A refusal that points at the cursor.
  public Refusal problem(ProblemKind kind, String message) {
    return Problem.of(kind, message).at(peek().position()).refusal();
  }

  /// The refusal of what stands at the cursor.
  ///
  /// @param expected `TO or FOR`, `the name of a connection`
  public Refusal unexpected(String expected) {
    return problem(ProblemKind.SYNTAX, "expected " + expected + ", found " + found());
  }

  private String found() {
    Token token = peek();
    boolean quotable = token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.SYMBOL;
    return quotable && !concealing ? "\"" + token.text() + "\"" : token.kind().phrase();
  }

  /// How far the reader got, in characters.
  private int reach() {
    if (index < tokens.size()) {
      return tokens.get(index).position();
    }
    return tokens.isEmpty() ? 1 : tokens.getLast().position() + 1;
  }
}
