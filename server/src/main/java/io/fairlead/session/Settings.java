package io.fairlead.session;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.model.Name;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The variables of one session. Clients set many that mean nothing here; the known ones are
/// accepted and shown, unknown ones are refused unless they have a dot (custom variables).
final class Settings {
  /// What the server says it is; psql and drivers choose their catalog queries by it.
  static final String SERVER_VERSION = "15.0";

  static final String DIALECT = "dialect";
  static final String SEARCH_PATH = "search_path";
  static final String STATEMENT_TIMEOUT = "statement_timeout";

  private static final String CLIENT_MIN_MESSAGES = "client_min_messages";

  private static final Pattern TIME = Pattern.compile("([0-9]{1,9})\\s*(ms|s|min|)");

  private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

  private static final Set<String> READ_ONLY =
      Set.of(
          "server_version",
          "server_version_num",
          "server_encoding",
          "integer_datetimes",
          "is_superuser",
          "session_authorization",
          "in_hot_standby",
          "max_identifier_length",
          "transaction_isolation");

  /// Told to the client at sign-in and at each change, as PostgreSQL does.
  private static final Set<String> REPORTED =
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
          "timezone");

  /// The spelling that clients expect for names that are not all lower case.
  private static final Map<String, String> SPELLED =
      Map.of("datestyle", "DateStyle", "intervalstyle", "IntervalStyle", "timezone", "TimeZone");

  static {
    String[] pairs = {
      "application_name", "",
      "bytea_output", "hex",
      "client_encoding", "UTF8",
      CLIENT_MIN_MESSAGES, "notice",
      "datestyle", "ISO, MDY",
      "default_transaction_isolation", "read committed",
      "default_transaction_read_only", "off",
      DIALECT, "auto",
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
      SEARCH_PATH, "public",
      "server_encoding", "UTF8",
      "server_version", SERVER_VERSION,
      "server_version_num", "150000",
      "session_authorization", "",
      "standard_conforming_strings", "on",
      STATEMENT_TIMEOUT, "0",
      "timezone", "UTC",
      "transaction_isolation", "read committed",
      "transaction_read_only", "off",
      "xmloption", "content",
    };
    for (int i = 0; i < pairs.length; i += 2) {
      DEFAULTS.put(pairs[i], pairs[i + 1]);
    }
  }

  private final Map<String, String> initial = new TreeMap<>(DEFAULTS);
  private final Map<String, String> values = new TreeMap<>();

  Settings(String role, boolean superuser) {
    initial.put("session_authorization", role);
    initial.put("is_superuser", superuser ? "on" : "off");
  }

  /// From the start-up message: what is unknown is left out, as clients send what they like there.
  void start(String name, String value) {
    String key = key(name);
    if (initial.containsKey(key) && !READ_ONLY.contains(key)) {
      initial.put(key, value);
    }
  }

  String get(String name) {
    return find(name).orElseThrow(() -> unknown(name).refusal());
  }

  private Optional<String> find(String name) {
    String key = key(name);
    String value = values.get(key);
    return Optional.ofNullable(value == null ? initial.get(key) : value);
  }

  /// @return true when the client wants to be told
  boolean set(String name, Optional<String> value) {
    String key = key(name);
    if (READ_ONLY.contains(key)) {
      throw Problem.of(ProblemKind.INVALID_OPTION, "parameter \"" + name + "\" cannot be changed")
          .refusal();
    }
    if (!initial.containsKey(key) && key.indexOf('.') < 0) {
      throw unknown(name).refusal();
    }
    if (key.equals("client_encoding") && value.isPresent() && !isUtf8(value.get())) {
      throw Problem.of(
              ProblemKind.NOT_SUPPORTED, "the only client encoding of this server is UTF8")
          .refusal();
    }
    if (key.equals(CLIENT_MIN_MESSAGES) && value.isPresent() && !isLevel(value.get())) {
      throw Problem.of(
              ProblemKind.INVALID_OPTION, "invalid value for parameter \"" + key + "\"")
          .withHint("Valid values are debug, log, info, notice, warning and error.")
          .refusal();
    }
    if (key.equals(STATEMENT_TIMEOUT) && value.isPresent() && millis(value.get()).isEmpty()) {
      throw Problem.of(
              ProblemKind.INVALID_OPTION, "invalid value for parameter \"" + key + "\"")
          .withHint("Valid values are a number of milliseconds, or one with the unit ms, s or min.")
          .refusal();
    }
    value.ifPresentOrElse(text -> values.put(key, text), () -> values.remove(key));
    return REPORTED.contains(key);
  }

  private static boolean isLevel(String level) {
    return level
        .toLowerCase(Locale.ROOT)
        .matches("debug[1-5]?|log|info|notice|warning|error|fatal|panic");
  }

  private static boolean isUtf8(String encoding) {
    return encoding.toUpperCase(Locale.ROOT).replace("-", "").matches("UTF8|UNICODE|SQL_ASCII");
  }

  private static Problem unknown(String name) {
    return Problem.of(
        ProblemKind.UNKNOWN_OBJECT, "unrecognized configuration parameter \"" + name + "\"");
  }

  /// Milliseconds after which a statement is cancelled; 0 for never.
  long statementTimeout() {
    return millis(get(STATEMENT_TIMEOUT)).orElse(0);
  }

  /// A time as PostgreSQL writes it: a number of milliseconds, or with a unit of ms, s or min.
  private static OptionalLong millis(String written) {
    Matcher time = TIME.matcher(written.trim());
    if (!time.matches()) {
      return OptionalLong.empty();
    }
    long number = Long.parseLong(time.group(1));
    return OptionalLong.of(
        switch (time.group(2)) {
          case "s" -> number * 1000;
          case "min" -> number * 60_000;
          default -> number;
        });
  }

  /// Whether the client wants to read a remark, by `client_min_messages`.
  boolean wants(Problem remark) {
    return switch (get(CLIENT_MIN_MESSAGES).toLowerCase(Locale.ROOT)) {
      case "warning" -> remark.kind().warns();
      case "error", "fatal", "panic" -> false;
      default -> true;
    };
  }

  /// Where unqualified names are looked up: the first schema of the search path.
  String schema() {
    String first = get(SEARCH_PATH).split(",", 2)[0].trim();
    if (first.startsWith("\"") && first.endsWith("\"") && first.length() > 1) {
      first = first.substring(1, first.length() - 1);
    }
    return first.isEmpty() || first.equals("$user") ? Name.PUBLIC : first;
  }

  void reset() {
    values.clear();
  }

  /// Every variable by name.
  Map<String, String> all() {
    Map<String, String> all = new TreeMap<>(initial);
    all.putAll(values);
    return all;
  }

  Map<String, String> reported() {
    Map<String, String> reported = new LinkedHashMap<>();
    all()
        .forEach(
            (name, value) -> {
              if (REPORTED.contains(name)) {
                reported.put(spelled(name), value);
              }
            });
    return reported;
  }

  static String spelled(String name) {
    return SPELLED.getOrDefault(key(name), name);
  }

  private static String key(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "time zone" -> "timezone";
      case "transaction isolation level" -> "transaction_isolation";
      case "session authorization" -> "session_authorization";
      case "names" -> "client_encoding";
      default -> lower;
    };
  }
}
