package io.fairlead.external;

import io.fairlead.base.Limits;
import io.fairlead.model.ExternalFunction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Rows as SingleStore sends them to a service, and as it answers: `{"data": [[number, argument, …], …]}`
/// and `{"data": [[number, result], …]}`, in any order.
record RowJson(List<WireValue> arguments, WireValue result) {
  private static final byte[] START = "{\"data\":[".getBytes(StandardCharsets.UTF_8);
  private static final byte[] END = "]}".getBytes(StandardCharsets.UTF_8);

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Limits.HTTP_JSON_NESTING)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static RowJson of(ExternalFunction function) {
    return new RowJson(
        function.parameters().stream().map(parameter -> WireValue.of(parameter.type())).toList(),
        WireValue.of(function.returns()));
  }

  /// @param first the number of its first row
  Batch batch(long first) {
    return new Batch(first);
  }

  /// Rows for one request.
  final class Batch {
    private final long first;
    private final List<byte[]> rows = new ArrayList<>();
    private int bytes = START.length + END.length;

    private Batch(long first) {
      this.first = first;
    }

    int size() {
      return rows.size();
    }

    /// @return false when there is no more room for it
    /// @throws IllegalArgumentException when JSON has no such value
    boolean add(@Nullable String[] row) {
      StringBuilder text = new StringBuilder(rows.isEmpty() ? "[" : ",[");
      text.append(first + rows.size());
      for (int i = 0; i < arguments.size(); i++) {
        text.append(',').append(arguments.get(i).json(row[i]));
      }
      byte[] made = text.append(']').toString().getBytes(StandardCharsets.UTF_8);
      if (rows.size() == Limits.FUNCTION_BATCH_ROWS
          || bytes + made.length > Limits.FUNCTION_BATCH_BYTES) {
        return false;
      }
      rows.add(made);
      bytes += made.length;
      return true;
    }

    byte[] body() {
      byte[] body = Arrays.copyOf(START, bytes);
      int at = START.length;
      for (byte[] row : rows) {
        System.arraycopy(row, 0, body, at, row.length);
        at += row.length;
      }
      System.arraycopy(END, 0, body, at, END.length);
      return body;
    }

    /// For messages.
    String range() {
      return rows.size() == 1
          ? "It was asked for row " + first + "."
          : "It was asked for rows " + first + " to " + (first + rows.size() - 1) + ".";
    }

    /// The results in the order of the rows.
    List<@Nullable String> results(byte[] answer) throws NoAnswer {
      JsonNode data = data(answer);
      @Nullable String[] results = new @Nullable String[rows.size()];
      BitSet known = new BitSet(rows.size());
      for (JsonNode pair : data.values()) {
        if (!pair.isArray() || pair.size() != 2) {
          throw new NoAnswer("not every row is a number and a result");
        }
        int row = row(pair.get(0));
        if (known.get(row)) {
          throw new NoAnswer("row " + (first + row) + " is in it twice");
        }
        known.set(row);
        results[row] = result(pair.get(1), row);
      }
      if (known.cardinality() < results.length) {
        throw new NoAnswer("row " + (first + known.nextClearBit(0)) + " is missing");
      }
      return Arrays.asList(results);
    }

    private @Nullable String result(JsonNode value, int row) throws NoAnswer {
      if (value.isNull()) {
        return null;
      }
      try {
        return result.text(value);
      } catch (IllegalArgumentException | ArithmeticException unfit) {
        throw new NoAnswer(
            "the result of row " + (first + row) + " is no " + result.word());
      }
    }

    private static JsonNode data(byte[] answer) throws NoAnswer {
      JsonNode tree;
      try {
        tree = JSON.readTree(answer);
      } catch (JacksonException wrong) {
        throw new NoAnswer("it is not JSON");
      }
      JsonNode data = tree == null ? JSON.missingNode() : tree.path("data");
      if (!data.isArray()) {
        throw new NoAnswer("it has no array \"data\"");
      }
      return data;
    }

    private int row(JsonNode number) throws NoAnswer {
      long row = number.canConvertToExactIntegral() ? number.asLong(-1) - first : -1;
      if (!number.isNumber() || row < 0 || row >= rows.size()) {
        throw new NoAnswer("it has a row that was not asked for");
      }
      return (int) row;
    }
  }
}
