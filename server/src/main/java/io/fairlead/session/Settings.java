package io.fairlead.session;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.Name;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
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

  static final String CLIENT_MIN_MESSAGES = "client_min_messages";

  /// What ALTER LINK does where pipelines run on the link and it does not say PAUSE itself.
  static final String ALTER_RUNNING = "alter_running";

  static final String REFUSE = "refuse";
  private static final String FOLLOW = "follow";

  private static final Pattern TIME = Pattern.compile("([0-9]{1,9})\\s*(ms|s|min|)");

  /// The spelling that clients expect for names that are not all lower case.
  private static final Map<String, String> SPELLED =
      Map.of("datestyle", "DateStyle", "intervalstyle", "IntervalStyle", "timezone", "TimeZone");

  private final Variables known;
  private final Map<String, String> initial;
  /// Others may look while the session changes it.
  private final Map<String, String> values = new ConcurrentSkipListMap<>();

  Settings(Variables known, String role, boolean superuser) {
    this.known = known;
    this.initial = new TreeMap<>(known.defaults());
    initial.put("session_authorization", role);
    initial.put("is_superuser", superuser ? "on" : "off");
  }

  /// From the start-up message: what is unknown is left out, as clients send what they like there.
  void start(String name, String value) {
    String key = key(name);
    if (initial.containsKey(key) && !known.readOnly().contains(key)) {
      initial.put(key, known.normal().apply(key, value));
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
    if (known.readOnly().contains(key)) {
      throw Problem.of(ProblemKind.INVALID_OPTION, "parameter \"" + name + "\" cannot be changed")
          .refusal();
    }
    if (!initial.containsKey(key)) {
      mustBeOwn(name, key);
    }
    if (known.encodings().contains(key) && value.isPresent() && !isUtf8(value.get())) {
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
    if (key.equals(ALTER_RUNNING)
        && value.isPresent()
        && !Set.of(FOLLOW, REFUSE).contains(value.get().toLowerCase(Locale.ROOT))) {
      throw Problem.of(
              ProblemKind.INVALID_OPTION, "invalid value for parameter \"" + key + "\"")
          .withHint("Valid values are follow and refuse.")
          .refusal();
    }
    value.ifPresentOrElse(
        text -> values.put(key, known.normal().apply(key, text)), () -> values.remove(key));
    return known.reported().contains(key);
  }

  /// A setting of the client's own invention.
  private void mustBeOwn(String name, String key) {
    if (key.indexOf('.') < 0 && !key.startsWith("@")) {
      throw unknown(name).refusal();
    }
    if (!values.containsKey(key) && values.size() >= Limits.OWN_SETTINGS) {
      throw Refusal.of(
          ProblemKind.TOO_LARGE,
          "a session may have at most " + Limits.OWN_SETTINGS + " settings of its own");
    }
  }

  private static boolean isLevel(String level) {
    return level
        .toLowerCase(Locale.ROOT)
        .matches("debug[1-5]?|log|info|notice|warning|error|fatal|panic");
  }

  private static boolean isUtf8(String encoding) {
    return encoding.toUpperCase(Locale.ROOT).replace("-", "").matches("UTF8(MB[34])?|UNICODE|SQL_ASCII");
  }

  private static Problem unknown(String name) {
    return Problem.of(
        ProblemKind.UNKNOWN_SETTING, "unrecognized configuration parameter \"" + name + "\"");
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

  boolean pipelinesFollow() {
    return get(ALTER_RUNNING).equalsIgnoreCase(FOLLOW);
  }

  /// Whether statements commit by themselves; so they do where there is no such variable.
  boolean isAutocommit() {
    return !find(MysqlVariables.AUTOCOMMIT).orElse("1").equals("0");
  }

  /// Where unqualified names are looked up, also after [#reset].
  void startIn(String schema) {
    initial.put(SEARCH_PATH, '"' + schema + '"');
  }

  /// Where unqualified names are looked up from now on.
  void use(String schema) {
    values.put(SEARCH_PATH, '"' + schema + '"');
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
              if (known.reported().contains(name)) {
                reported.put(spelled(name), value);
              }
            });
    return reported;
  }

  static String spelled(String name) {
    return SPELLED.getOrDefault(name.toLowerCase(Locale.ROOT), name);
  }

  private String key(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return known.aliases().getOrDefault(lower, lower);
  }
}
