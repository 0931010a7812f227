package io.fairlead.avro;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value of a record.
sealed interface AvroValue {
  /// What JSON writes without quotes: numbers and booleans, and null.
  record Plain(@Nullable Object value) implements AvroValue {}

  /// A text, or what is written as one.
  record Text(String text) implements AvroValue {
    static Text of(BigDecimal decimal) {
      return new Text(decimal.toPlainString());
    }
  }

  record Row(AvroType.Fields type, List<AvroValue> values) implements AvroValue {}

  record Items(List<AvroValue> items) implements AvroValue {}

  record Entries(Map<String, AvroValue> entries) implements AvroValue {}

  /// @param branch the place of the branch that was chosen
  record Chosen(AvroType.Union union, int branch, AvroValue value) implements AvroValue {}
}
