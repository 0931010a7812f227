package io.fairlead.golden;

import io.fairlead.base.Problem;
import io.fairlead.sql.ObjectName;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Prints records as trees for golden files: on one line when it fits, otherwise a line for each
/// part. It shows what the records' own printed forms hide, but not the bytes of a secret.
public final class Tree {
  private static final int COLUMNS = 100;

  private Tree() {}

  public static String of(Object value) {
    return print(value, 0);
  }

  /// `42601 @12: message`, then detail and hint on lines of their own.
  public static String of(Problem problem) {
    StringBuilder text = new StringBuilder();
    text.append(problem.kind().sqlState()).append(' ').append(problem.kind());
    text.append(problem.position() > 0 ? " @" + problem.position() : "");
    text.append(": ").append(problem.message());
    text.append(problem.detail() == null ? "" : "\ndetail: " + problem.detail());
    text.append(problem.hint() == null ? "" : "\nhint: " + problem.hint());
    return text.toString();
  }

  private static String print(@Nullable Object value, int indent) {
    List<String> parts = new ArrayList<>();
    String head;
    switch (value) {
      case Record record when !(record instanceof ObjectName) -> {
        head = record.getClass().getSimpleName();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
          parts.add(component.getName() + "=" + print(part(record, component), indent + 2));
        }
      }
      case List<?> list -> {
        head = "";
        list.forEach(item -> parts.add(print(item, indent + 2)));
      }
      case Map<?, ?> map -> {
        head = "";
        map.forEach((key, item) -> parts.add(key + "=" + print(item, indent + 2)));
      }
      case null, default -> {
        return leaf(value);
      }
    }
    String line = head + "(" + String.join(", ", parts) + ")";
    if (indent + line.length() <= COLUMNS && line.indexOf('\n') < 0) {
      return line;
    }
    String start = "\n" + " ".repeat(indent + 2);
    return head + "(" + start + String.join("," + start, parts) + ")";
  }

  private static String leaf(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> '"' + text.replace("\n", "\\n") + '"';
      case Optional<?> optional -> optional.map(inside -> print(inside, 0)).orElse("-");
      case ObjectName name -> String.join(".", name.parts()) + " @" + name.position();
      default -> String.valueOf(value);
    };
  }

  private static @Nullable Object part(Record record, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException failure) {
      throw new LinkageError(failure.getMessage(), failure);
    }
  }
}
