package io.fairlead.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/// The variables that clients of one kind know. Most mean nothing here: they are accepted and shown,
/// since clients set them.
///
/// @param defaults by name in lower case
/// @param readOnly names that SET refuses
/// @param reported names whose changes a client wants to be told
/// @param aliases other names of a variable
/// @param encodings names whose value is an encoding
/// @param normal how a value is kept: of a name and what was written
public record Variables(
    Map<String, String> defaults,
    Set<String> readOnly,
    Set<String> reported,
    Map<String, String> aliases,
    Set<String> encodings,
    BinaryOperator<String> normal) {

  /// What PostgreSQL's clients know.
  static final Variables POSTGRESQL =
      new Variables(
          pairs(
              Settings.ALTER_RUNNING, Settings.REFUSE,
              "application_name", "",
              "bytea_output", "hex",
              "client_encoding", "UTF8",
              Settings.CLIENT_MIN_MESSAGES, "notice",
              "datestyle", "ISO, MDY",
              "default_transaction_isolation", "read committed",
              "default_transaction_read_only", "off",
              Settings.DIALECT, "auto",
              "extra_float_digits", "1",
              "idle_in_transaction_session_timeout", "0",
              "idle_session_timeout", "0",
              "in_hot_standby", "off",
              "integer_datetimes", "on",
              "intervalstyle", "postgres",
              "is_superuser", "off",
              "lock_timeout", "0",
              "max_identifier_length", "255",
              "row_security", "on",
              Settings.SEARCH_PATH, "public",
              "server_encoding", "UTF8",
              "server_version", Settings.SERVER_VERSION,
              "server_version_num", "150000",
              "session_authorization", "",
              "standard_conforming_strings", "on",
              Settings.STATEMENT_TIMEOUT, "0",
              "timezone", "UTC",
              "transaction_isolation", "read committed",
              "transaction_read_only", "off",
              "xmloption", "content"),
          Set.of(
                "server_version",
                "server_version_num",
                "server_encoding",
                "integer_datetimes",
                "is_superuser",
                "session_authorization",
                "in_hot_standby",
                "max_identifier_length",
                "transaction_isolation"),
          // Told to the client at sign-in and at each change, as PostgreSQL does.
          Set.of(
                "application_name",
                "client_encoding",
                "datestyle",
                "default_transaction_read_only",
                "in_hot_standby",
                "integer_datetimes",
                "intervalstyle",
                "is_superuser",
                "server_encoding",
                "server_version",
                "session_authorization",
                "standard_conforming_strings",
                "timezone"),
          Map.of(
              "time zone", "timezone",
              "transaction isolation level", "transaction_isolation",
              "session authorization", "session_authorization",
              "names", "client_encoding"),
          Set.of("client_encoding"),
          (_, value) -> value);

  static Map<String, String> pairs(String... namesAndValues) {
    Map<String, String> made = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      made.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return made;
  }
}
