package io.fairlead.sql;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Names and texts as SQL writes them: quoted only where they must be.
public final class PrintedName {
  /// PostgreSQL's words that cannot be the name of an object without quotes.
  private static final Set<String> RESERVED =
      words(
          """
          all analyse analyze and any array as asc asymmetric both case cast check collate column
          constraint create current_catalog current_date current_role current_time
          current_timestamp current_user default deferrable desc distinct do else end except false
          fetch for foreign from grant group having in initially intersect into lateral leading
          limit localtime localtimestamp not null offset on only or order placing primary
          references returning select session_user some symmetric system_user table then to
          trailing true union unique user using variadic when where window with

          authorization binary collation concurrently cross current_schema freeze full ilike inner
          is isnull join left like natural notnull outer overlaps right similar tablesample verbose
          """);

  /// Words that may be a name but that PostgreSQL prints in quotes all the same.
  private static final Set<String> PRINTED_IN_QUOTES =
      words(
          """
          between bigint bit boolean char character coalesce dec decimal exists extract float
          greatest grouping inout int integer interval json json_array json_arrayagg json_exists
          json_object json_objectagg json_query json_scalar json_serialize json_table json_value
          least merge_action national nchar none normalize nullif numeric out overlay position
          precision real row setof smallint substring time timestamp treat trim values varchar
          xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi
          xmlroot xmlserialize xmltable
          """);

  private PrintedName() {}

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  /// Whether an unquoted `word` in lower case is no name.
  public static boolean isReserved(String word) {
    return RESERVED.contains(word);
  }

  /// One part of a name.
  public static String of(String part) {
    if (isPlain(part) && !RESERVED.contains(part) && !PRINTED_IN_QUOTES.contains(part)) {
      return part;
    }
    return '"' + part.replace("\"", "\"\"") + '"';
  }

  public static String of(ObjectName name) {
    return name.parts().stream().map(PrintedName::of).collect(Collectors.joining("."));
  }

  public static String list(List<String> parts) {
    return parts.stream().map(PrintedName::of).collect(Collectors.joining(", "));
  }

  /// A text in single quotes, on one line whatever is in it.
  public static String text(String value) {
    if (value.chars().noneMatch(Letters::isControl)) {
      return '\'' + value.replace("'", "''") + '\'';
    }
    StringBuilder escaped = new StringBuilder("E'");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\'', '\\' -> escaped.append(c).append(c);
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        default -> escaped.append(Letters.isControl(c) ? "\\x%02x".formatted((int) c) : c);
      }
    }
    return escaped.append('\'').toString();
  }

  private static boolean isPlain(String part) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || c == '_';
      boolean further = (c >= '0' && c <= '9') || c == '$';
      if (!letter && (!further || i == 0)) {
        return false;
      }
    }
    return !part.isEmpty();
  }
}
