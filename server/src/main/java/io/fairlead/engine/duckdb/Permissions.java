package io.fairlead.engine.duckdb;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What no client may do in the engine, whoever it is: reach DuckDB's own inside or the host, and
/// change the relations of the catalog. DuckDB's locked settings stand behind this; the check here
/// makes the refusal clear, and covers functions that tell of the host without opening a file.
///
/// @param readsFiles whether the server's settings name folders that queries may read
record Permissions(boolean readsFiles) {
  private static final Set<String> SYSTEM_SCHEMAS =
      Set.of(
          "mz_catalog", "mz_internal", "pg_catalog", "information_schema", Dictionary.DATABASE,
          "system", "memory", "main", "temp", Loads.SCHEMA, Dictionary.PG,
          Dictionary.INFORMATION, Dictionary.SYSTEM, Dictionary.MYSQL);

  /// `query` and its like run text as SQL, past every check of tokens.
  private static final Pattern FORBIDDEN_FUNCTION =
      Pattern.compile(
          "fl_.*|read_.*|write_.*|duckdb_.*|pragma_.*|parquet_.*|sniff_csv|glob|query|query_table"
              + "|json_execute_serialized_sql|json_serialize_.*|json_deserialize_sql|from_substrait.*"
              + "|getenv|getvariable|which_secret|.*_scan|seq_scan|repeat_row|checkpoint"
              + "|force_checkpoint|enable_.*|disable_.*|set_.*seed|write_log|parse_duckdb_log.*"
              + "|storage_info|metadata_info|import_database|export_database|database_size"
              + "|test_all_types|test_vector_types|current_connection_id|arrow_scan.*"
              + "|view_of_.*|summary|sql_auto_complete|is_histogram_other_bin|icu_.*");

  /// DuckDB's own views, which tell where its files are.
  private static final Pattern FORBIDDEN_VIEW =
      Pattern.compile("duckdb_.*|pragma_.*|sqlite_(temp_)?(master|schema)");

  private static final Pattern READING_FUNCTION =
      Pattern.compile("read_(csv|csv_auto|parquet|json|json_auto|ndjson|text|blob)|parquet_scan");

  void check(LocalStatement statement) {
    functions(statement.tokens());
    views(statement.tokens());
    if (statement.verb() != Verb.SELECT && statement.verb() != Verb.EXPLAIN) {
      targets(statement);
    }
  }

  private void functions(List<Token> tokens) {
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.isName()
          && tokens.get(i + 1).isSymbol("(")
          && FORBIDDEN_FUNCTION.matcher(token.folded()).matches()
          && !(readsFiles && READING_FUNCTION.matcher(token.folded()).matches())) {
        throw denied(token, "permission denied for function \"" + token.folded() + "\"");
      }
    }
  }

  private static void views(List<Token> tokens) {
    for (Token token : tokens) {
      if (token.isName() && isHidden(token.folded())) {
        throw denied(token, "permission denied for relation \"" + token.folded() + "\"");
      }
    }
  }

  /// Whether a relation is one that no client may see.
  static boolean isHidden(String relation) {
    return FORBIDDEN_VIEW.matcher(relation).matches();
  }

  /// The names that the statement changes. A query inside may read the catalog, so only names up to
  /// it count.
  private static void targets(LocalStatement statement) {
    List<Token> tokens = statement.tokens();
    boolean all =
        statement.verb() == Verb.DROP
            || statement.verb() == Verb.ALTER
            || statement.verb() == Verb.TRUNCATE
            || statement.verb() == Verb.COMMENT;
    int start = statement.verbIndex() + 1;
    for (int i = start; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (!all && i > start && isEndOfTarget(token)) {
        return;
      }
      if (!token.isName()) {
        continue;
      }
      boolean qualifies = i + 1 < tokens.size() && tokens.get(i + 1).isSymbol(".");
      boolean qualified = tokens.get(i - 1).isSymbol(".");
      if (qualifies && SYSTEM_SCHEMAS.contains(token.folded())) {
        throw denied(token, "permission denied for schema \"" + token.folded() + "\"");
      }
      if (!qualifies && !qualified && Dictionary.isRelation(token.folded())) {
        throw denied(token, "permission denied for relation \"" + token.folded() + "\"");
      }
    }
  }

  private static boolean isEndOfTarget(Token token) {
    return token.isSymbol("(")
        || token.isWord("as")
        || token.isWord("set")
        || token.isWord("select")
        || token.isWord("values")
        || token.isWord("where")
        || token.isWord("using")
        || token.isWord("default");
  }

  private static RuntimeException denied(Token token, String message) {
    return Problem.of(ProblemKind.FORBIDDEN, message).at(token.start() + 1).refusal();
  }
}
