package io.fairlead.wire.http;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.sql.Column;
import io.fairlead.sql.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rows of a reply as JSON objects.
final class Rows {
  private Rows() {}

  static List<Map<String, @Nullable Object>> of(Reply reply) {
    List<Map<String, @Nullable Object>> found = new ArrayList<>();
    for (@Nullable Object[] row : reply.rows()) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      List<Column> columns = reply.columns();
      for (int i = 0; i < columns.size(); i++) {
        object.put(columns.get(i).name(), row[i]);
      }
      found.add(object);
    }
    return found;
  }

  static Map<String, @Nullable Object> first(Reply reply) {
    return of(reply).getFirst();
  }

  /// A page of a list: `?limit=` and `?after=` the name that the page before ended with.
  static List<Map<String, @Nullable Object>> page(Reply reply, Call call, String key) {
    long limit = limit(call.query().get("limit"));
    String after = call.query().getOrDefault("after", "");
    return of(reply).stream()
        .filter(row -> String.valueOf(row.get(key)).compareTo(after) > 0)
        .sorted((one, other) -> String.valueOf(one.get(key)).compareTo(String.valueOf(other.get(key))))
        .limit(limit)
        .toList();
  }

  private static long limit(@Nullable String text) {
    try {
      long limit = text == null ? Limits.HTTP_LIST : Long.parseLong(text);
      if (limit >= 1 && limit <= Limits.HTTP_LIST) {
        return limit;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw Refusal.of(
        ProblemKind.INVALID_OPTION, "limit must be a number from 1 to " + Limits.HTTP_LIST);
  }
}
