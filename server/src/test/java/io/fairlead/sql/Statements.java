package io.fairlead.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Correct statements of Materialize's dialect and of what all dialects share.
final class Statements extends Phrases {
  private static final List<String> OPEN =
      List.of(
          "HOST", "host KEY", "PORT", "DATABASE", "SSL MODE", "SSH TUNNEL", "AWS privatelink",
          "PUBLIC KEY 1");
  private static final List<String> HIDDEN =
      List.of("USER", "USERNAME", "PASSWORD", "SSL CERTIFICATE", "secret access KEY", "UNKNOWN X");

  private final List<String> options = new ArrayList<>();

  Statements(long seed) {
    super(seed);
  }

  String materialize() {
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> create();
      case 3, 4, 5, 6 -> alter();
      case 7 -> "VALIDATE CONNECTION " + name();
      case 8 ->
          word("DROP ")
              + kind()
              + maybe(" IF EXISTS")
              + " "
              + list(this::name)
              + oneOf("", " CASCADE", " restrict");
      case 9 -> "SHOW " + maybe("REDACTED ") + "CREATE CONNECTION " + name();
      case 10 -> "SHOW HISTORY OF " + kind() + " " + name();
      case 11 ->
          "COMMENT ON " + kind() + " " + name() + " IS " + oneOf("NULL", "'it''s'", "E'\\n'");
      case 12 ->
          "CREATE SECRET "
              + maybe("IF NOT EXISTS ")
              + name()
              + word(" AS ")
              + oneOf(secret(), "$3");
      default ->
          "ALTER SECRET "
              + maybe("IF EXISTS ")
              + name()
              + oneOf(
                  " AS " + secret(),
                  " RENAME TO " + part(),
                  " OWNER TO " + part(),
                  " ROLLBACK TO VERSION 3");
    };
  }

  String postgresql() {
    return switch (random.nextInt(13)) {
      case 0 -> oneOf("BEGIN", "START TRANSACTION") + maybe(" ISOLATION LEVEL SERIALIZABLE");
      case 1 -> oneOf("COMMIT", "END WORK", "ROLLBACK TRANSACTION", "DISCARD ALL", "RESET ALL");
      case 2 -> "SET " + maybe("LOCAL ") + part() + oneOf(" = ", " TO ") + secret();
      case 3 -> oneOf("SHOW ", "RESET ") + part();
      case 4 ->
          oneOf("CREATE ", "ALTER ")
              + oneOf("ROLE ", "USER ")
              + part()
              + maybe(" WITH")
              + " PASSWORD "
              + secret()
              + maybe(" LOGIN")
              + maybe(" NOSUPERUSER");
      case 5 -> "GRANT " + list(this::part) + " TO " + list(this::part);
      case 6 -> "REVOKE " + list(this::part) + " FROM " + list(this::part);
      case 8 -> word("GRANT ") + privileges() + " ON " + target() + " TO " + grantees();
      case 9 ->
          "REVOKE " + privileges() + " ON " + target() + " FROM " + grantees() + maybe(" CASCADE");
      case 10 ->
          "ALTER DEFAULT PRIVILEGES FOR "
              + oneOf("ALL ROLES", "ROLE " + list(this::part), "USER " + part())
              + maybe(" IN SCHEMA " + list(this::part))
              + oneOf(
                  " GRANT " + privileges() + " ON SCHEMAS TO " + grantees(),
                  " REVOKE " + privileges() + " ON SECRETS FROM " + grantees());
      case 11 ->
          "DROP OWNED BY " + list(this::part) + oneOf("", " CASCADE", " RESTRICT");
      case 12 -> "REASSIGN OWNED BY " + list(this::part) + " TO " + part();
      case 7 -> "DROP " + oneOf("ROLE ", "SCHEMA ") + maybe("IF EXISTS ") + list(this::part);
      default ->
          "ALTER " + oneOf("ROLE ", "SCHEMA ") + part() + " RENAME TO " + part();
    };
  }

  private String privileges() {
    return oneOf("ALL", "ALL PRIVILEGES", "USAGE", "create, usage", "SELECT, USAGE, SELECT");
  }

  private String target() {
    return oneOf(
        "CONNECTION " + list(this::name),
        "SECRET " + list(this::name),
        "schema " + list(this::part),
        "ALL " + oneOf("CONNECTIONS", "SECRETS", "SCHEMAS") + maybe(" IN SCHEMA " + part()));
  }

  private String grantees() {
    return maybe("GROUP ") + list(() -> oneOf(part(), part(), "PUBLIC"));
  }

  private String create() {
    options.clear();
    String head = word("CREATE CONNECTION ") + maybe("IF NOT EXISTS ") + name();
    String type = oneOf("POSTGRES", "kafka", "SSH TUNNEL", "Confluent Schema Registry");
    String list = list(this::option);
    boolean legacy = random.nextInt(4) == 0;
    String typed = legacy ? " FOR " + type + " " + list : " TO " + type + " (" + list + ")";
    return head + typed + with();
  }

  private String alter() {
    options.clear();
    String head = word("ALTER CONNECTION ") + maybe("IF EXISTS ") + name() + " ";
    return head
        + switch (random.nextInt(9)) {
          case 0 -> "RENAME TO " + part();
          case 1 -> "OWNER TO " + part();
          case 2 -> "ROTATE KEYS" + maybe(" WITH (FORCE)");
          case 3 -> word("ROLLBACK TO VERSION ") + oneOf("1", "27") + with();
          default -> list(this::action) + with();
        };
  }

  private String action() {
    return random.nextBoolean()
        ? word("SET (") + list(this::option) + ")"
        : oneOf("DROP (", "RESET (") + list(() -> unused(OPEN, HIDDEN)) + ")";
  }

  private String option() {
    if (random.nextInt(3) == 0) {
      return unused(HIDDEN, List.of()) + oneOf(" = ", "=", " ") + oneOf(secret(), secret(), CANARY);
    }
    return unused(OPEN, List.of()) + oneOf(" = ", "=", " ") + value(0);
  }

  /// No option twice in one statement, whatever its spelling; made-up names when all are used.
  private String unused(List<String> some, List<String> more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(more);
    String chosen = all.get(random.nextInt(all.size()));
    String option = chosen.equals("USERNAME") ? "USER" : chosen;
    if (options.contains(option)) {
      chosen = "MADE UP OPTION" + options.size();
      option = chosen;
    }
    options.add(option);
    return chosen;
  }

  private String value(int depth) {
    return switch (random.nextInt(depth > 2 ? 9 : 11)) {
      case 0 -> "'it''s'";
      case 1 -> oneOf("5432", "-1", "1.5", "1_000");
      case 2 -> oneOf("TRUE", "false");
      case 3 -> name();
      case 4 -> word("SECRET ") + name();
      case 5 -> "'a:1' USING SSH TUNNEL " + name();
      case 6 -> "'a:1' USING AWS PRIVATELINK " + name() + maybe(details());
      case 7 -> "matching '*a*' using aws privatelink " + name() + maybe(details());
      // Only inside a list: behind an unknown name the word would be part of that name.
      case 8 -> "[" + name() + " (PORT " + oneOf("= ", "") + "9093)]";
      case 9 -> "(" + list(() -> value(depth + 1)) + ")";
      default -> "[" + list(() -> value(depth + 1)) + "]";
    };
  }

  private String details() {
    return oneOf(
        " (PORT 9093)",
        " (availability zone = 'use1-az1')",
        " (AVAILABILITY ZONE z, port = 9093)");
  }

  private String with() {
    return oneOf("", " WITH (VALIDATE)", " with (validate = false)", " WITH (VALIDATE TRUE);");
  }

  private String kind() {
    return oneOf("CONNECTION", "SECRET");
  }
}
