package io.fairlead.session;

import io.fairlead.base.Limits;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What clients of the MySQL protocol know, SingleStore's among them.
final class MysqlVariables {
  static final String AUTOCOMMIT = "autocommit";

  /// What the server says it is; clients choose their questions by its numbers.
  static final String VERSION = "8.0.36-fairlead";

  private static final String UTF8 = "utf8mb4";
  private static final String COLLATION = "utf8mb4_general_ci";

  /// Those that are on or off, which MySQL keeps as 1 and 0.
  private static final Set<String> FLAGS =
      Set.of(
          AUTOCOMMIT, "big_tables", "enable_extended_types_metadata", "explicit_defaults_for_timestamp",
          "foreign_key_checks", "local_infile", "low_priority_updates", "old_passwords",
          "performance_schema", "query_cache_type", "read_only", "session_track_gtids",
          "session_track_schema", "show_old_temporals", "sql_auto_is_null", "sql_big_selects",
          "sql_buffer_result", "sql_generate_invisible_primary_key", "sql_log_bin",
          "sql_notes", "sql_quote_show_create", "sql_safe_updates", "sql_warnings",
          "super_read_only", "transaction_read_only", "unique_checks");

  static final Variables ALL =
      new Variables(
          Variables.pairs(
              Settings.ALTER_RUNNING, Settings.REFUSE,
              "application_name", "",
              "auto_increment_increment", "1",
              "auto_increment_offset", "1",
              AUTOCOMMIT, "1",
              "big_tables", "0",
              "character_set_client", UTF8,
              "character_set_connection", UTF8,
              "character_set_database", UTF8,
              "character_set_filesystem", "binary",
              "character_set_results", UTF8,
              "character_set_server", UTF8,
              "character_set_system", "utf8mb3",
              Settings.CLIENT_MIN_MESSAGES, "notice",
              "collation_connection", COLLATION,
              "collation_database", COLLATION,
              "collation_server", COLLATION,
              "default_storage_engine", "fairlead",
              Settings.DIALECT, "auto",
              "div_precision_increment", "4",
              "enable_extended_types_metadata", "0",
              "explicit_defaults_for_timestamp", "1",
              "foreign_key_checks", "1",
              "group_concat_max_len", "1048576",
              "have_ssl", "YES",
              "hostname", "fairlead",
              "init_connect", "",
              "innodb_lock_wait_timeout", "50",
              "interactive_timeout", "28800",
              "is_superuser", "off",
              "license", "Apache-2.0",
              "local_infile", "0",
              "lock_wait_timeout", "31536000",
              "lower_case_table_names", "0",
              "max_allowed_packet", String.valueOf(Limits.MYSQL_MESSAGE),
              "max_prepared_stmt_count", String.valueOf(Limits.PREPARED_STATEMENTS),
              "max_sort_length", "1024",
              "memsql_version", VERSION,
              "net_buffer_length", "16384",
              "net_read_timeout", String.valueOf(Limits.HALF_MESSAGE.toSeconds()),
              "net_write_timeout", String.valueOf(Limits.WRITE.toSeconds()),
              "old_passwords", "0",
              "optimizer_switch", "",
              "performance_schema", "0",
              "profiling", "0",
              "protocol_version", "10",
              "pseudo_thread_id", "0",
              "query_cache_size", "0",
              "query_cache_type", "0",
              "read_only", "0",
              Settings.SEARCH_PATH, "public",
              "server_id", "1",
              "server_uuid", "",
              "session_authorization", "",
              "session_track_gtids", "0",
              "session_track_schema", "1",
              "session_track_system_variables", "",
              "sql_auto_is_null", "0",
              "sql_big_selects", "1",
              "sql_log_bin", "1",
              "sql_mode", "STRICT_ALL_TABLES",
              "sql_notes", "1",
              "sql_quote_show_create", "1",
              "sql_safe_updates", "0",
              "sql_select_limit", "18446744073709551615",
              "sql_warnings", "0",
              Settings.STATEMENT_TIMEOUT, "0",
              "super_read_only", "0",
              "system_time_zone", "UTC",
              "time_zone", "UTC",
              "transaction_isolation", "READ-COMMITTED",
              "transaction_read_only", "0",
              "unique_checks", "1",
              "vector_type_project_format", "JSON",
              "version", VERSION,
              "version_comment", "Fairlead",
              "version_compile_machine", "java",
              "version_compile_os", "Linux",
              "wait_timeout", "28800"),
          Set.of(
              "have_ssl",
              "hostname",
              "is_superuser",
              "license",
              "lower_case_table_names",
              "max_allowed_packet",
              "memsql_version",
              "performance_schema",
              "protocol_version",
              "server_uuid",
              "session_authorization",
              "system_time_zone",
              "version",
              "version_comment",
              "version_compile_machine",
              "version_compile_os"),
          Set.of(AUTOCOMMIT, "character_set_client", "time_zone"),
          Map.of(
              "names", "character_set_client",
              "client_encoding", "character_set_client",
              "tx_isolation", "transaction_isolation",
              "transaction isolation level", "transaction_isolation",
              "default_transaction_isolation", "transaction_isolation",
              "default_transaction_read_only", "transaction_read_only",
              "tx_read_only", "transaction_read_only",
              "max_execution_time", Settings.STATEMENT_TIMEOUT,
              "time zone", "time_zone",
              "timezone", "time_zone"),
          Set.of("character_set_client", "character_set_connection"),
          MysqlVariables::normal);

  private MysqlVariables() {}

  private static String normal(String name, String value) {
    if (name.equals("transaction_isolation")) {
      return value.toUpperCase(Locale.ROOT).replace(' ', '-');
    }
    if (!FLAGS.contains(name)) {
      return value;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes" -> "1";
      case "off", "false", "no" -> "0";
      default -> value;
    };
  }
}
