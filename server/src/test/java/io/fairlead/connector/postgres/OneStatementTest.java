package io.fairlead.connector.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.connector.QueryFailed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OneStatementTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "SELECT 1, SELECT 1",
        "SELECT 1;, SELECT 1",
        "SELECT 1 ; -- the end, |SELECT 1  |",
        "SELECT ';?' , SELECT ';?'",
        "SELECT a ? 'k', SELECT a ?? 'k'",
        "SELECT \"a;?\", SELECT \"a;?\"",
        "SELECT $$;?$$, SELECT $$;?$$",
        "SELECT /* ;? */ 1, SELECT /* ;? */ 1",
        "SELECT 'it''s;', SELECT 'it''s;'",
        "SELECT E'\\';', SELECT E'\\';'",
        "SELECT 'unfinished, SELECT 'unfinished"
      })
  void isMadeFitForTheDriver(String text, String expected) throws QueryFailed {
    assertEquals(expected, OneStatement.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1; SELECT 2",
        "SELECT 1;SELECT 2",
        "COMMIT; DELETE FROM t",
        "SELECT ''; 'x'",
        "SELECT 1; -- comment\n x",
        "SELECT $a$;$a$; $$x$$"
      })
  void severalAreRefused(String text) {
    QueryFailed failure = assertThrows(QueryFailed.class, () -> OneStatement.of(text));
    assertEquals(QueryFailed.Cause.UNFIT, failure.reason());
  }
}
