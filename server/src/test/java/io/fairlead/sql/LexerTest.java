package io.fairlead.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.golden.GoldenFiles;
import io.fairlead.golden.Tree;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LexerTest {
  @TestFactory
  Stream<DynamicTest> tokens() {
    return GoldenFiles.tests("sql/lexer", LexerTest::tokensOf);
  }

  @TestFactory
  Stream<DynamicTest> parts() {
    return GoldenFiles.tests(
        "sql/splitter",
        text ->
            Splitter.split(text).stream()
                .map(part -> part.offset() + ": " + part.text())
                .collect(Collectors.joining("\n")));
  }

  private static String tokensOf(String text) {
    StringBuilder outcome = new StringBuilder();
    Lexer lexer = new Lexer(text);
    try {
      for (Token token = lexer.next(); token.kind() != Token.Kind.END; token = lexer.next()) {
        outcome.append(token).append(' ').append(token.text().replace("\n", "\\n")).append('\n');
      }
    } catch (Refusal refusal) {
      outcome.append(Tree.of(refusal.problem()));
    }
    return outcome.toString();
  }

  private static int count(String text) {
    Lexer lexer = new Lexer(text);
    int count = 0;
    while (lexer.next().kind() != Token.Kind.END) {
      count++;
    }
    return count;
  }

  private static void tooLarge(String text) {
    Refusal refusal = assertThrows(Refusal.class, () -> count(text));
    assertEquals(ProblemKind.TOO_LARGE, refusal.problem().kind());
  }

  @Test
  void charactersAtTheLimit() {
    String text = "'" + "x".repeat(Limits.STATEMENT_CHARACTERS - 2) + "'";
    assertEquals(1, count(text));
    tooLarge("'x" + text.substring(1));
    tooLarge(" ".repeat(Limits.STATEMENT_CHARACTERS) + "a");
  }

  @Test
  void tokensAtTheLimit() {
    String text = "a ".repeat(Limits.STATEMENT_TOKENS);
    assertEquals(Limits.STATEMENT_TOKENS, count(text));
    tooLarge(text + "a");
  }

  @Test
  void namesAtTheLimit() {
    // 84 times three bytes, and three more.
    String name = "€".repeat(84) + "abc";
    assertEquals(1, count(name));
    assertEquals(1, count("\"" + name + "\""));
    for (String longer : new String[] {name + "d", "\"" + name + "d\"", "x".repeat(Limits.NAME_BYTES + 1)}) {
      Refusal refusal = assertThrows(Refusal.class, () -> count(longer));
      assertEquals("identifier length exceeds " + Limits.NAME_BYTES + " bytes", refusal.problem().message());
      assertEquals(ProblemKind.NAME_TOO_LONG, refusal.problem().kind());
    }
    assertEquals(1, count("x".repeat(Limits.NAME_BYTES)));
  }

  @Test
  void noInputTakesMoreThanOnePass() {
    int size = Limits.STATEMENT_CHARACTERS;
    assertEquals(0, count("/*".repeat(size / 4) + "*/".repeat(size / 4)));
    assertEquals(0, count("--\n".repeat(size / 3)));
    assertEquals(1, count("'" + "''".repeat(size / 2 - 1) + "'"));
    assertEquals(1, count("'a'" + "\n'a'".repeat(size / 4 - 1)));
    tooLarge("+-".repeat(size / 2));
    tooLarge("$a ".repeat(size / 3));
    tooLarge("'' ".repeat(size / 3));
  }

  @Test
  void tokensDoNotPrintTheirText() {
    assertEquals("TEXT@1", new Lexer("'canary'").next().toString());
    assertEquals("Part@2", Splitter.split("; 'canary'").getFirst().toString());
  }
}
