package io.fairlead.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowJsonTest {
  private static RowJson rows(String returns, String... arguments) {
    return new RowJson(
        Arrays.stream(arguments).map(WireValue::of).toList(), WireValue.of(returns));
  }

  private static String sent(RowJson rows, @Nullable String... row) {
    RowJson.Batch batch = rows.batch(1);
    assertTrue(batch.add(row));
    return new String(batch.body(), StandardCharsets.UTF_8);
  }

  private static List<@Nullable String> answered(String returns, String answer) throws NoAnswer {
    RowJson.Batch batch = rows(returns, "BIGINT").batch(5);
    batch.add(new String[] {"1"});
    batch.add(new String[] {"2"});
    return batch.results(answer.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(String why, String returns, String answer) {
    NoAnswer wrong = assertThrows(NoAnswer.class, () -> answered(returns, answer), answer);
    assertEquals(why, wrong.why());
  }

  @Test
  void rowsAreSentAsSingleStoreSendsThem() {
    assertEquals(
        "{\"data\":[[1,9223372036854775807,\"a\\\"b\\n\",1,1234567890123456.7891,0.1]]}",
        sent(
            rows("BIGINT", "BIGINT", "VARCHAR", "BOOLEAN", "DECIMAL(20,4)", "DOUBLE"),
            "9223372036854775807",
            "a\"b\n",
            "true",
            "1234567890123456.7891",
            "0.1"));
    assertEquals(
        "{\"data\":[[1,\"2026-11-26\",\"2026-11-26 01:02:03.5\",\"{\\\"a\\\":1}\",\"00FF\",0]]}",
        sent(
            rows("BIGINT", "DATE", "TIMESTAMP", "JSON", "BLOB", "BOOLEAN"),
            "2026-11-26",
            "2026-11-26 01:02:03.5",
            "{\"a\":1}",
            "00FF",
            "false"));
    assertEquals(
        "{\"data\":[[1,null,null,null,null]]}",
        sent(rows("BIGINT", "BIGINT", "VARCHAR", "BOOLEAN", "DATE"), null, null, null, null));
    assertEquals("{\"data\":[[1]]}", sent(rows("BIGINT")));
    assertThrows(
        IllegalArgumentException.class, () -> sent(rows("BIGINT", "DOUBLE"), "-inf"));
  }

  @Test
  void resultsComeInAnyOrderAndWithAllDigits() throws NoAnswer {
    assertEquals(Arrays.asList("7", null), answered("BIGINT", "{\"data\":[[6,null],[5,7]]}"));
    assertEquals(
        List.of("18446744073709551615", "0"),
        answered("UBIGINT", "{\"more\":1,\"data\":[[5,18446744073709551615],[6,\"0\"]]}"));
    assertEquals(
        List.of("1234567890123456.7891", "-0.13"),
        List.of(
            answered("DECIMAL(20,4)", "{\"data\":[[5,1234567890123456.7891],[6,1]]}").get(0),
            answered("DECIMAL(4,2)", "{\"data\":[[5,1],[6,-0.125]]}").get(1)));
    assertEquals(List.of("true", "false"), answered("BOOLEAN", "{\"data\":[[5,true],[6,0]]}"));
    assertEquals(List.of("1.0E20", "2.0"), answered("DOUBLE", "{\"data\":[[5,1e20],[6,2]]}"));
    assertEquals(
        List.of("{\"a\":0.10}", "[1]"),
        answered("JSON", "{\"data\":[[5,\"{\\\"a\\\":0.10}\"],[6,[1]]]}"));
    assertEquals(List.of("00ff", ""), answered("BLOB", "{\"data\":[[5,\"00FF\"],[6,\"\"]]}"));
    assertEquals(
        List.of("2026-11-26T01:02:03", "2026-11-26T01:02:03.500"),
        answered(
            "TIMESTAMP",
            "{\"data\":[[5,\"2026-11-26 01:02:03\"],[6,\"2026-11-26T01:02:03.5\"]]}"));
  }

  @Test
  void whatIsNoAnswerIsRefused() {
    refused("it is not JSON", "BIGINT", "fine, token canary");
    refused("it has no array \"data\"", "BIGINT", "");
    refused("it is not JSON", "BIGINT", "{\"data\":[[5,1],[6,1]]} x");
    refused("it is not JSON", "BIGINT", "{\"data\":[[5,1],[6,");
    refused("it is not JSON", "JSON", "{\"data\":[[5," + "[".repeat(50) + "]".repeat(50) + "]]}");
    refused("it has no array \"data\"", "BIGINT", "[[5,1],[6,1]]");
    refused("it has no array \"data\"", "BIGINT", "{\"data\":7}");
    refused("row 6 is missing", "BIGINT", "{\"data\":[[5,1]]}");
    refused("row 5 is in it twice", "BIGINT", "{\"data\":[[5,1],[5,1]]}");
    refused("it has a row that was not asked for", "BIGINT", "{\"data\":[[5,1],[7,1]]}");
    refused("it has a row that was not asked for", "BIGINT", "{\"data\":[[\"5\",1],[6,1]]}");
    refused("not every row is a number and a result", "BIGINT", "{\"data\":[[5,1,2],[6,1]]}");
    refused("not every row is a number and a result", "BIGINT", "{\"data\":[5,6]}");
  }

  @Test
  void resultsOfAnotherTypeAreRefused() {
    for (List<String> wrong :
        List.of(
            List.of("BIGINT", "1.5"),
            List.of("BIGINT", "9223372036854775808"),
            List.of("BIGINT", "1e999999999"),
            List.of("BIGINT", "\"many\""),
            List.of("BIGINT", "true"),
            List.of("TINYINT", "128"),
            List.of("UTINYINT", "-1"),
            List.of("DECIMAL(4,2)", "100"),
            List.of("DECIMAL(4,2)", "1e-999999"),
            List.of("BOOLEAN", "2"),
            List.of("DATE", "\"2026-02-30\""),
            List.of("TIME", "7"),
            List.of("DOUBLE", "1e400"),
            List.of("JSON", "\"{\""))) {
      String word = WireValue.of(wrong.get(0)).word();
      refused(
          "the result of row 6 is no " + word,
          wrong.get(0),
          "{\"data\":[[5,null],[6," + wrong.get(1) + "]]}");
    }
    refused("the result of row 6 is no text", "VARCHAR", "{\"data\":[[5,null],[6,7]]}");
    refused(
        "the result of row 6 is no BLOB in hexadecimal digits",
        "BLOB",
        "{\"data\":[[5,null],[6,\"xyz\"]]}");
  }

  @Test
  void aBatchHasSoManyRows() {
    RowJson.Batch batch = rows("BIGINT", "BIGINT").batch(1);
    for (int i = 0; i < Limits.FUNCTION_BATCH_ROWS; i++) {
      assertTrue(batch.add(new String[] {"1"}));
    }
    assertFalse(batch.add(new String[] {"1"}));
    assertEquals("It was asked for rows 1 to 512.", batch.range());
  }

  @Test
  void aBatchHasSoManyBytes() {
    RowJson rows = rows("BIGINT", "VARCHAR");
    int around = "{\"data\":[[1,\"\"]]}".length();
    String most = "x".repeat(Limits.FUNCTION_BATCH_BYTES - around);
    assertTrue(rows.batch(1).add(new String[] {most}));
    assertFalse(rows.batch(1).add(new String[] {most + "x"}));
  }
}
