package io.fairlead.avro;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes rows of JSON out of records: one member for each column that was asked for.
public final class RowConverter {
  /// Where the value of a column is.
  ///
  /// @param path of names of fields and, where there is a union, of its branches; `%` alone is the
  ///     whole value
  /// @param lenient whether a path that the schema does not have means NULL
  public record Wanted(String column, List<String> path, boolean lenient) {
    public Wanted {
      path = List.copyOf(path);
    }
  }

  private final List<Wanted> wanted;

  /// @param wanted empty for all fields of the record, by their names
  public RowConverter(List<Wanted> wanted) {
    this.wanted = List.copyOf(wanted);
  }

  /// One record, which is all of `value`.
  public String message(AvroSchema schema, byte[] value, int start) throws MalformedAvro {
    ByteArrayInputStream in = new ByteArrayInputStream(value, start, value.length - start);
    try {
      String row = row(new ValueReader(new BinaryInput(in)).read(schema.type()));
      if (in.available() > 0) {
        throw new MalformedAvro(in.available() + " bytes are left behind the record");
      }
      return row;
    } catch (IOException e) {
      throw new IllegalStateException(e); // Nobody but the array is asked.
    }
  }

  /// The records of a file of Avro, one after the other.
  ///
  /// @throws IOException of `file` alone
  public void file(InputStream file, Consumer<String> to) throws IOException, MalformedAvro {
    new ContainerFile(file).read((reader, type) -> to.accept(row(reader.read(type))));
  }

  private String row(AvroValue value) throws MalformedAvro {
    StringBuilder json = new StringBuilder();
    if (wanted.isEmpty()) {
      if (!(value instanceof AvroValue.Row)) {
        throw new MalformedAvro("the schema is no record, so columns need paths");
      }
      JsonText.write(value, json);
      return json.toString();
    }
    json.append('{');
    for (Wanted one : wanted) {
      json.append(json.length() == 1 ? "" : ",");
      JsonText.text(one.column(), json);
      json.append(':');
      AvroValue found = find(value, one);
      if (found == null) {
        json.append("null");
      } else {
        JsonText.write(found, json);
      }
    }
    return json.append('}').toString();
  }

  private static @Nullable AvroValue find(AvroValue from, Wanted one) throws MalformedAvro {
    AvroValue value = from;
    for (int i = 0; i < one.path().size(); i++) {
      String step = one.path().get(i);
      if (i == 0 && step.equals("%")) {
        continue;
      }
      AvroValue next = step(value, step, one);
      if (next == null) {
        return null;
      }
      value = next;
    }
    return value;
  }

  /// A union is passed through where the step is not the name of one of its branches.
  private static @Nullable AvroValue step(AvroValue value, String step, Wanted one)
      throws MalformedAvro {
    if (value instanceof AvroValue.Chosen(AvroType.Union union, int branch, AvroValue chosen)) {
      for (int i = 0; i < union.branches().size(); i++) {
        if (union.branches().get(i).name().equals(step)) {
          return i == branch ? chosen : null;
        }
      }
      return chosen instanceof AvroValue.Plain(var plain) && plain == null
          ? null
          : step(chosen, step, one);
    }
    if (value instanceof AvroValue.Row(AvroType.Fields type, var values)) {
      for (int i = 0; i < values.size(); i++) {
        if (type.fields().get(i).name().equals(step)) {
          return values.get(i);
        }
      }
    }
    if (value instanceof AvroValue.Entries(var entries)) {
      return entries.get(step);
    }
    if (one.lenient()) {
      return null;
    }
    throw new MalformedAvro(
        "the schema has no \"" + AvroSchema.shown(step) + "\" where column \"" + one.column()
            + "\" looks for it");
  }
}
