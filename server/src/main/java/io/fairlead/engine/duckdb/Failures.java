package io.fairlead.engine.duckdb;

import io.fairlead.base.Nearest;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// DuckDB's errors in our words. What DuckDB says is read, never passed on: its texts hold the
/// statement, Java stack traces of table functions and paths of the host.
final class Failures {
  /// One kind of message. Groups of the pattern fill the `%s` of the text.
  private record Rule(Pattern pattern, ProblemKind kind, String text) {}

  private static final List<Rule> RULES =
      List.of(
          rule("\\n\\tat ", ProblemKind.INTERNAL, "the query engine failed"),
          rule("INTERRUPT|Interrupted", ProblemKind.CANCELLED,
              "canceling statement due to user request"),
          rule("Permission Error|disabled (?:by|through) configuration|has been locked",
              ProblemKind.FORBIDDEN, "permission denied: queries cannot reach files of the server"),
          rule("Out of Memory Error.*|could not allocate", ProblemKind.OUT_OF_MEMORY,
              "the query needs more memory than the query engine has"),
          rule("No space left on device", ProblemKind.DISK_FULL,
              "no space is left for the query engine's tables"),
          rule("Table with name \"?(.+?)\"? does not exist", ProblemKind.UNKNOWN_RELATION,
              "relation \"%s\" does not exist"),
          rule("Referenced table \"(.+?)\" not found", ProblemKind.UNKNOWN_RELATION,
              "missing FROM-clause entry for table \"%s\""),
          rule("(?:View|Index|Sequence) with name \"?(.+?)\"? does not exist",
              ProblemKind.UNKNOWN_RELATION, "relation \"%s\" does not exist"),
          rule("Schema with name \"?(.+?)\"? does not exist", ProblemKind.UNKNOWN_SCHEMA,
              "schema \"%s\" does not exist"),
          rule("Type with name \"?(.+?)\"? does not exist", ProblemKind.UNKNOWN_OBJECT,
              "type \"%s\" does not exist"),
          rule("(?:Scalar |Table |Aggregate |Macro )?Function with name \"?(.+?)\"? does not exist",
              ProblemKind.UNKNOWN_FUNCTION, "function \"%s\" does not exist"),
          rule("types '([^\\w(]+)\\(", ProblemKind.UNKNOWN_FUNCTION,
              "operator %s does not take these operands"),
          rule("(?:name and argument types '|function call \")(\\w+)",
              ProblemKind.UNKNOWN_FUNCTION, "function \"%s\" does not take these arguments"),
          rule("Macro \"?(\\w+)[^\"]*\"? does not support the supplied arguments",
              ProblemKind.UNKNOWN_FUNCTION, "function \"%s\" does not take these arguments"),
          rule("Referenced column \"(.+?)\" (?:was )?not found", ProblemKind.UNKNOWN_COLUMN,
              "column \"%s\" does not exist"),
          rule("(?:Table|table) \".+?\" does not have a column (?:named|with name) \"(.+?)\"",
              ProblemKind.UNKNOWN_COLUMN, "column \"%s\" does not exist"),
          rule("[Cc]olumn (?:with name )?\"?(\\w+)\"? does not exist", ProblemKind.UNKNOWN_COLUMN,
              "column \"%s\" does not exist"),
          rule("(?:Values list|Table|Subquery) \".+?\" does not have a column named \"(.+?)\"",
              ProblemKind.UNKNOWN_COLUMN, "column \"%s\" does not exist"),
          rule("Referenced update column (\\S+) not found", ProblemKind.UNKNOWN_COLUMN,
              "column \"%s\" does not exist"),
          rule("[Cc]olumn with name \"?(.+?)\"? already exists", ProblemKind.DUPLICATE_COLUMN,
              "column \"%s\" already exists"),
          rule("(?:Duplicate column name|Multiple assignments to same column) \"(.+?)\"",
              ProblemKind.DUPLICATE_COLUMN, "column \"%s\" specified more than once"),
          rule("duplicate alias \"(?:\\S*\\.)?(.+?)\"", ProblemKind.DUPLICATE_ALIAS,
              "table name \"%s\" specified more than once"),
          rule("column \"(.+?)\" must appear in the GROUP BY", ProblemKind.NOT_GROUPED,
              "column \"%s\" must appear in the GROUP BY clause or be used in an aggregate"),
          rule("(?:cannot contain aggregates|aggregate function calls cannot be)",
              ProblemKind.MISPLACED_AGGREGATE, "an aggregate function cannot be used here"),
          rule("(?:ORDER|GROUP BY) term out of range", ProblemKind.UNKNOWN_POSITION,
              "a number behind ORDER BY or GROUP BY is that of no column"),
          rule("has more than one primary key", ProblemKind.DUPLICATE_PRIMARY_KEY,
              "a table has one primary key at most"),
          rule("Subquery returns (\\d+) columns - expected (\\d+)", ProblemKind.SUBQUERY_COLUMNS,
              "the subquery has %s columns where %s can be"),
          rule("same number of result columns", ProblemKind.UNION_COLUMNS,
              "each query of a UNION, INTERSECT or EXCEPT must have the same number of columns"),
          rule("More than one row returned by a subquery", ProblemKind.SUBQUERY_ROWS,
              "more than one row returned by a subquery used as an expression"),
          rule("Overflow in \\w+", ProblemKind.OVERFLOW, "value out of range"),
          rule("Cannot extract field '(.+?)' from", ProblemKind.UNKNOWN_COLUMN,
              "column \"%s\" does not exist"),
          rule("Ambiguous reference to column name \"(.+?)\"", ProblemKind.AMBIGUOUS_COLUMN,
              "column reference \"%s\" is ambiguous"),
          rule("(?:Table|View|Index|Sequence|Type|Entry) with name \"?(.+?)\"? already exists",
              ProblemKind.RELATION_EXISTS, "relation \"%s\" already exists"),
          rule("Existing object \"?([^\"\\s]+)\"? is of type", ProblemKind.WRONG_OBJECT_KIND,
              "relation \"%s\" is of another kind"),
          rule("syntax error at end of input", ProblemKind.SYNTAX, "syntax error at end of input"),
          rule("Parser Error", ProblemKind.SYNTAX, "syntax error"),
          rule("(?s)Duplicate key \".*\" violates", ProblemKind.UNIQUE_VIOLATION,
              "duplicate key value violates unique constraint"),
          rule("NOT NULL constraint failed: (?:\\S+\\.)?(\\S+)", ProblemKind.NOT_NULL_VIOLATION,
              "null value in column \"%s\" violates not-null constraint"),
          rule("CHECK constraint failed", ProblemKind.CHECK_VIOLATION,
              "new row violates check constraint"),
          rule("(?i)foreign key constraint", ProblemKind.FOREIGN_KEY_VIOLATION,
              "the change violates a foreign key constraint"),
          rule("Constraint Error", ProblemKind.CHECK_VIOLATION, "the change violates a constraint"),
          rule("(?i)division by zero", ProblemKind.DIVISION_BY_ZERO, "division by zero"),
          rule("Could not convert string .* to '?(\\w+)'?", ProblemKind.INVALID_TEXT,
              "invalid input syntax for type %s"),
          rule("out of range", ProblemKind.OUT_OF_RANGE, "value out of range"),
          rule("Conversion Error|Could not convert|invalid (?:date|timestamp|time)",
              ProblemKind.INVALID_TEXT, "a value cannot be converted to the type it needs"),
          rule("Out of Range Error|Overflow", ProblemKind.OUT_OF_RANGE, "value out of range"),
          rule("(?i)transaction conflict|write-write conflict|Conflict on", ProblemKind.CONFLICT,
              "could not serialize access due to a concurrent change"),
          rule("Current transaction is aborted", ProblemKind.FAILED_TRANSACTION,
              "current transaction is aborted, commands ignored until end of transaction block"),
          rule("no transaction is active", ProblemKind.NO_TRANSACTION,
              "there is no transaction in progress"),
          rule("within a transaction", ProblemKind.IN_TRANSACTION,
              "there is already a transaction in progress"),
          rule("Dependency Error|depend on", ProblemKind.STILL_IN_USE,
              "cannot drop the object because other objects depend on it"),
          rule("Not implemented Error", ProblemKind.NOT_SUPPORTED,
              "the query engine does not support this"),
          rule("Could not set lock on file", ProblemKind.BUSY,
              "another process uses the query engine's database file"),
          rule("Catalog Error", ProblemKind.UNKNOWN_OBJECT, "an object does not exist"),
          rule("has (\\d+) columns but (\\d+) values|expected (\\d+) columns but (\\d+) values",
              ProblemKind.VALUES_DO_NOT_FIT_COLUMNS, "INSERT has %s columns but %s values"),
          rule("UNIQUE/PRIMARY KEY (?i:constraint|index)", ProblemKind.NO_CONFLICT_TARGET,
              "there is no unique constraint matching the ON CONFLICT specification"),
          rule("Cannot compare|Cannot mix|Cannot cast|type", ProblemKind.TYPE_MISMATCH,
              "the types in the statement do not fit each other"),
          rule("Binder Error", ProblemKind.SYNTAX, "the statement cannot be understood"),
          rule("Invalid Input Error", ProblemKind.DATA_ERROR, "invalid input"));

  private static final Pattern LINE = Pattern.compile("(?m)^LINE (\\d+): (.*)$");

  private static final Pattern NEAR = Pattern.compile("Did you mean \"(\\w+)\"\\?");

  private static final Map<String, String> TYPES =
      Map.of(
          "int16", "smallint", "int32", "integer", "int64", "bigint", "int128", "numeric",
          "bool", "boolean", "float", "real", "double", "double precision", "blob", "bytea");

  private Failures() {}

  private static Rule rule(String pattern, ProblemKind kind, String text) {
    return new Rule(Pattern.compile(pattern), kind, text);
  }

  /// @param spelling the statement, to find the position; null when there is none
  static RuntimeException of(
      @Nullable Throwable cause, @Nullable Spelling spelling, boolean cancelled) {
    return switch (cause) {
      case Refusal refusal -> refusal;
      case SQLException e ->
          cancelled
              ? Refusal.of(ProblemKind.CANCELLED, "canceling statement due to user request")
              : problem(String.valueOf(e.getMessage()), spelling).refusal();
      case RuntimeException e -> e;
      case null, default -> new IllegalStateException("the query engine failed", cause);
    };
  }

  static Problem problem(String message, @Nullable Spelling spelling) {
    String said = message.split("\n\nLINE ", 2)[0];
    for (Rule rule : RULES) {
      Matcher matcher = rule.pattern().matcher(said);
      if (matcher.find()) {
        return completed(rule, matcher, message, spelling);
      }
    }
    return Problem.of(ProblemKind.INTERNAL, "the query engine failed");
  }

  private static Problem completed(
      Rule rule, Matcher matcher, String message, @Nullable Spelling spelling) {
    Object[] said =
        IntStream.rangeClosed(1, matcher.groupCount())
            .mapToObj(matcher::group)
            .filter(Objects::nonNull)
            .map(Failures::named)
            .toArray();
    String text = rule.text().formatted(said);
    Problem problem = Problem.of(rule.kind(), text);
    int position = spelling == null ? 0 : position(message, spelling);
    if (spelling != null && position > 0) {
      problem = problem.at(position);
      if (rule.text().equals("syntax error")) {
        problem = problem.withMessage(near(spelling.tokenAt(position)));
      }
    }
    boolean names =
        rule.kind() == ProblemKind.UNKNOWN_RELATION || rule.kind() == ProblemKind.UNKNOWN_COLUMN;
    return names ? withHint(problem, named(matcher.group(1)), message) : problem;
  }

  /// DuckDB always finds something similar, its own hidden relations too.
  private static Problem withHint(Problem problem, String missing, String message) {
    Matcher similar = NEAR.matcher(message);
    if (!similar.find() || Permissions.isHidden(similar.group(1))) {
      return problem;
    }
    return Nearest.to(missing, List.of(similar.group(1)))
        .map(near -> problem.withHint("Did you mean \"" + near + "\"?"))
        .orElse(problem);
  }

  /// A name as the client knows it; for types, PostgreSQL's name.
  private static String named(String said) {
    String lower = said.toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(lower, lower);
  }

  /// A literal is never quoted: it may be a secret that was typed in the wrong place.
  private static String near(Token token) {
    return switch (token.kind()) {
      case WORD, SYMBOL, QUOTED_NAME -> "syntax error at or near \"" + token.value() + "\"";
      case END -> "syntax error at end of input";
      default -> "syntax error";
    };
  }

  /// DuckDB prints the line and a caret under the place; long lines are cut at both sides.
  private static int position(String message, Spelling spelling) {
    Matcher line = LINE.matcher(message);
    if (!line.find()) {
      return 0;
    }
    int caret = message.indexOf('^', line.end());
    int caretLine = message.lastIndexOf('\n', Math.max(caret, 0)) + 1;
    if (caret < 0 || caretLine <= line.end()) {
      return 0;
    }
    int column = caret - caretLine - (line.start(2) - line.start());
    String shown = line.group(2);
    boolean cutLeft = shown.startsWith("...");
    String piece = cutLeft ? shown.substring(3) : shown;
    piece = piece.endsWith("...") ? piece.substring(0, piece.length() - 3) : piece;
    int start = lineStart(spelling.text(), Integer.parseInt(line.group(1)));
    int found = start < 0 ? -1 : spelling.text().indexOf(piece, start);
    int offset = cutLeft ? column - 3 : column;
    return found < 0 || offset < 0 ? 0 : spelling.original(found + offset);
  }

  private static int lineStart(String text, int line) {
    int at = 0;
    for (int i = 1; i < line; i++) {
      at = text.indexOf('\n', at) + 1;
      if (at == 0) {
        return -1;
      }
    }
    return at;
  }
}
