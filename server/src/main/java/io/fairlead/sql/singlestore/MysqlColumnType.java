package io.fairlead.sql.singlestore;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// MySQL's type of a column of a local table, in the engine's words. A type that is not here is the
/// engine's own.
final class MysqlColumnType {
  private static final Map<String, String> WHOLE =
      Map.of(
          "TINYINT", "TINYINT", "SMALLINT", "SMALLINT", "MEDIUMINT", "INTEGER", "INT", "INTEGER",
          "INTEGER", "INTEGER", "BIGINT", "BIGINT");

  private static final Set<String> DECIMALS = Set.of("DECIMAL", "DEC", "NUMERIC", "FIXED");
  private static final Set<String> FLOATS = Set.of("FLOAT", "DOUBLE", "REAL");

  /// A FLOAT of more bits is a DOUBLE.
  private static final int FLOAT_BITS = 24;

  /// Their lengths and fractions of a second are left out.
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("TINYTEXT", "VARCHAR"),
          Map.entry("TEXT", "VARCHAR"),
          Map.entry("MEDIUMTEXT", "VARCHAR"),
          Map.entry("LONGTEXT", "VARCHAR"),
          Map.entry("BINARY", "BLOB"),
          Map.entry("VARBINARY", "BLOB"),
          Map.entry("TINYBLOB", "BLOB"),
          Map.entry("BLOB", "BLOB"),
          Map.entry("MEDIUMBLOB", "BLOB"),
          Map.entry("LONGBLOB", "BLOB"),
          Map.entry("DATETIME", "TIMESTAMP"),
          Map.entry("TIMESTAMP", "TIMESTAMP"),
          Map.entry("TIME", "TIME"),
          Map.entry("YEAR", "SMALLINT"));

  private MysqlColumnType() {}

  /// Writes the type that comes next.
  ///
  /// @return a condition on the column that is part of its type; empty for most
  static List<MysqlToken> write(MysqlTokens in, MysqlToken column) {
    MysqlToken type = in.peek(0);
    String word = type.isName() ? type.value().toUpperCase(Locale.ROOT) : "";
    if (WHOLE.containsKey(word)) {
      in.drop();
      List<MysqlToken> _ = in.dropParentheses();
      String whole = WHOLE.getOrDefault(word, word);
      in.write(isUnsigned(in, column) ? "U" + whole : whole);
      return List.of();
    }
    if (DECIMALS.contains(word)) {
      in.drop();
      List<MysqlToken> digits = in.dropParentheses();
      in.write("DECIMAL");
      if (digits.isEmpty()) {
        in.write("(", "10", ")");
      }
      in.write(digits);
      return isUnsigned(in, column) ? notNegative(column) : List.of();
    }
    if (FLOATS.contains(word)) {
      in.drop();
      in.accept("PRECISION");
      in.write(floating(word, in.dropParentheses(), column));
      return isUnsigned(in, column) ? notNegative(column) : List.of();
    }
    return other(in, column, word);
  }

  private static List<MysqlToken> other(MysqlTokens in, MysqlToken column, String word) {
    if (word.equals("SET")) {
      throw TableItem.refused(column, "SET is not supported", "Use a VARCHAR.");
    }
    if (word.equals("BIT")) {
      throw TableItem.refused(
          column, "BIT is not supported", "Use BOOLEAN, a whole number or BLOB.");
    }
    if (word.equals("ENUM")) {
      in.drop();
      in.write("VARCHAR");
      return oneOf(in.dropParentheses(), column);
    }
    String other = OTHERS.get(word);
    if (other == null) {
      in.copy();
      in.write(in.dropParentheses());
    } else {
      in.drop();
      List<MysqlToken> _ = in.dropParentheses();
      in.write(other);
    }
    return List.of();
  }

  private static List<MysqlToken> oneOf(List<MysqlToken> values, MysqlToken column) {
    MysqlTokens check = new MysqlTokens(List.of());
    check.write("CHECK", "(");
    check.write(List.of(column));
    check.write("IN");
    check.write(values);
    check.write(")");
    return check.written();
  }

  private static String floating(String word, List<MysqlToken> digits, MysqlToken column) {
    if (digits.size() > 3) {
      throw TableItem.refused(
          column, word + " with digits behind the point is not supported", "Use DECIMAL.");
    }
    boolean isShort = word.equals("FLOAT");
    if (isShort && digits.size() == 3 && digits.get(1).value().matches("[0-9]{1,3}")) {
      isShort = Integer.parseInt(digits.get(1).value()) <= FLOAT_BITS;
    }
    return isShort ? "FLOAT" : "DOUBLE";
  }

  private static boolean isUnsigned(MysqlTokens in, MysqlToken column) {
    boolean unsigned = in.accept("UNSIGNED");
    if (in.at("ZEROFILL")) {
      throw TableItem.refused(
          column, "ZEROFILL is not supported", "Leave it away, and write zeros with LPAD.");
    }
    return unsigned;
  }

  private static List<MysqlToken> notNegative(MysqlToken column) {
    MysqlTokens check = new MysqlTokens(List.of());
    check.write("CHECK", "(");
    check.write(List.of(column));
    check.write(">=", "0", ")");
    return check.written();
  }
}
