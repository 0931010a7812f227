package io.fairlead.sql.singlestore;

import io.fairlead.base.ProblemKind;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.Token;
import java.util.Locale;
import java.util.Map;

/// SingleStore's names of the types that a function takes and gives, and the engine's.
final class FunctionTypes {
  private static final int MOST_DIGITS = 38;
  private static final int DIGITS = 10;

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("BOOL", "BOOLEAN"),
          Map.entry("BOOLEAN", "BOOLEAN"),
          Map.entry("TINYINT", "TINYINT"),
          Map.entry("SMALLINT", "SMALLINT"),
          Map.entry("MEDIUMINT", "INTEGER"),
          Map.entry("INT", "INTEGER"),
          Map.entry("INTEGER", "INTEGER"),
          Map.entry("BIGINT", "BIGINT"),
          Map.entry("FLOAT", "FLOAT"),
          Map.entry("DOUBLE", "DOUBLE"),
          Map.entry("REAL", "DOUBLE"),
          Map.entry("CHAR", "VARCHAR"),
          Map.entry("VARCHAR", "VARCHAR"),
          Map.entry("TINYTEXT", "VARCHAR"),
          Map.entry("TEXT", "VARCHAR"),
          Map.entry("MEDIUMTEXT", "VARCHAR"),
          Map.entry("LONGTEXT", "VARCHAR"),
          Map.entry("JSON", "JSON"),
          Map.entry("BINARY", "BLOB"),
          Map.entry("VARBINARY", "BLOB"),
          Map.entry("TINYBLOB", "BLOB"),
          Map.entry("BLOB", "BLOB"),
          Map.entry("MEDIUMBLOB", "BLOB"),
          Map.entry("LONGBLOB", "BLOB"),
          Map.entry("DATE", "DATE"),
          Map.entry("TIME", "TIME"),
          Map.entry("DATETIME", "TIMESTAMP"),
          Map.entry("TIMESTAMP", "TIMESTAMP"));

  private static final Map<String, String> UNSIGNED =
      Map.of(
          "TINYINT", "UTINYINT", "SMALLINT", "USMALLINT", "INTEGER", "UINTEGER", "BIGINT",
          "UBIGINT");

  /// Where SingleStore's name is another one.
  private static final Map<String, String> WRITTEN =
      Map.of(
          "BOOLEAN", "BOOL", "INTEGER", "INT", "UTINYINT", "TINYINT UNSIGNED", "USMALLINT",
          "SMALLINT UNSIGNED", "UINTEGER", "INT UNSIGNED", "UBIGINT", "BIGINT UNSIGNED", "VARCHAR",
          "TEXT", "TIMESTAMP", "DATETIME(6)", "TIME", "TIME(6)", "BLOB", "LONGBLOB");

  private FunctionTypes() {}

  /// @return in the engine's spelling
  static String read(TokenReader in) {
    Token token = in.peek();
    if (token.kind() != Token.Kind.WORD) {
      throw in.unexpected("a type");
    }
    String word = token.text().toUpperCase(Locale.ROOT);
    if (word.equals("TABLE")) {
      throw in.problem(
          ProblemKind.NOT_SUPPORTED, "a function that returns a table is not supported");
    }
    if (in.atOneOf("DECIMAL", "DEC", "NUMERIC", "FIXED")) {
      in.next();
      return decimal(in);
    }
    String type = NAMES.get(word);
    if (type == null) {
      throw in.problem(
          ProblemKind.NOT_SUPPORTED, "a function with a value of this type is not supported");
    }
    in.next();
    in.accept("PRECISION");
    if (in.acceptSymbol("(")) {
      in.positive("a length");
      in.expectSymbol(")");
    }
    boolean unsigned = in.at("UNSIGNED");
    if (unsigned && !UNSIGNED.containsKey(type)) {
      throw in.problem(ProblemKind.NOT_SUPPORTED, "UNSIGNED is for whole numbers alone");
    }
    in.accept("UNSIGNED");
    return unsigned ? UNSIGNED.getOrDefault(type, type) : type;
  }

  private static String decimal(TokenReader in) {
    int precision = DIGITS;
    int scale = 0;
    if (in.acceptSymbol("(")) {
      precision = in.positive("a number of digits");
      if (in.acceptSymbol(",")) {
        scale = in.peek().text().equals("0") ? zero(in) : in.positive("a number of digits");
      }
      if (precision > MOST_DIGITS || scale > precision) {
        throw in.problem(
            ProblemKind.NOT_SUPPORTED,
            "a DECIMAL has at most "
                + MOST_DIGITS
                + " digits, and no more of them behind the point than it has");
      }
      in.expectSymbol(")");
    }
    return "DECIMAL(" + precision + "," + scale + ")";
  }

  private static int zero(TokenReader in) {
    in.next();
    return 0;
  }

  /// NOT NULL and the like, behind a type. They make no difference: a function is told of NULL and may
  /// give it, whatever was declared.
  static void modifiers(TokenReader in) {
    while (true) {
      if (in.at("DEFAULT")) {
        throw in.problem(
            ProblemKind.NOT_SUPPORTED, "DEFAULT of a function's argument is not supported");
      } else if (in.accept("COLLATE") || in.accept("CHARACTER", "SET")) {
        in.identifier("the name of a collation or of a character set");
      } else if (!in.accept("NOT", "NULL") && !in.accept("NULL")) {
        return;
      }
    }
  }

  static String written(String type) {
    return WRITTEN.getOrDefault(type, type);
  }
}
