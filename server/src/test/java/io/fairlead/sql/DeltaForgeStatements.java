package io.fairlead.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Correct statements of DeltaForge's dialect.
final class DeltaForgeStatements extends Phrases {
  private static final List<String> OPTIONS =
      List.of("host", "PORT", "\"database\"", "'ssl_mode'", "ssh_tunnel", "header.accept", "password", "User", "\"un known\"", "brokers");

  DeltaForgeStatements(long seed) {
    super(seed);
  }

  String any() {
    return switch (random.nextInt(15)) {
      case 0, 1 -> createConnection();
      case 2, 3, 4 -> alterConnection();
      case 5 -> createCredential();
      case 6 -> alterCredential();
      case 7 -> createStorage();
      case 8 -> alterStorage();
      case 9 -> show();
      case 12 -> createIdentity();
      case 13 -> createLocation();
      case 14 -> oneOf(alterIdentity(), alterLocation(), grant());
      case 10 ->
          word("DROP ") + kind() + maybe(" IF EXISTS") + " " + list(this::anyName)
              + oneOf("", " CASCADE", " RESTRICT;");
      default -> token();
    };
  }

  private String anyName() {
    return oneOf(quotable(), "'OS Keychain'");
  }

  /// `if` and `storage` are names only where nothing else that is one follows.
  private String quotable() {
    String name = name();
    return name.startsWith("if") ? "\"if\"" : name;
  }

  private String kind() {
    return oneOf(
        "CONNECTION", "CREDENTIAL", "VAULT", "CREDENTIAL STORAGE", "STORAGE CREDENTIAL",
        "EXTERNAL LOCATION");
  }

  private String shuffled(List<String> clauses) {
    List<String> order = new ArrayList<>(clauses);
    Collections.shuffle(order, random);
    return String.join(" ", order);
  }

  private String createConnection() {
    List<String> clauses = new ArrayList<>(List.of("TYPE = " + oneOf("postgresql", "KAFKA", "'ssh_tunnel'")));
    add(clauses, "OPTIONS " + options());
    add(clauses, "DESCRIPTION " + oneOf("'it''s'", "E'\\n'"));
    add(clauses, "CREDENTIAL = " + oneOf(name(), "storage"));
    add(clauses, "CREDENTIAL STORAGE = " + anyName());
    add(clauses, "MAX_CONNECTIONS = 8");
    add(clauses, "timeout = 1_0");
    return oneOf(word("CREATE CONNECTION ") + maybe("IF NOT EXISTS "), "CREATE OR REPLACE CONNECTION ")
        + anyName()
        + " "
        + shuffled(clauses)
        + oneOf("", " WITH (VALIDATE)", " WITH (VALIDATE = false);");
  }

  private void add(List<String> clauses, String clause) {
    if (random.nextBoolean()) {
      clauses.add(clause);
    }
  }

  private String alterConnection() {
    return word("ALTER CONNECTION ")
        + maybe("IF EXISTS ")
        + anyName()
        + maybe(" IF VERSION 3")
        + actions("")
        + oneOf("", "", " WITH (VALIDATE = true, OVERLAP = '90 s', PROOFS = 3)", " with (overlap 'P2D')");
  }

  private String actions(String more) {
    StringBuilder actions = new StringBuilder();
    do {
      actions.append(' ').append(action(more));
    } while (random.nextInt(3) > 0);
    return actions.toString();
  }

  private String action(String more) {
    return oneOf(
        word("SET OPTIONS ") + options(),
        "SET CREDENTIAL = " + oneOf(name(), "storage", "\"STORAGE\""),
        "SET CREDENTIAL STORAGE = " + anyName(),
        "RENAME TO " + oneOf(part(), "'new name'"),
        "SET OPTION " + option(random.nextInt(OPTIONS.size())),
        "UNSET OPTION " + OPTIONS.get(random.nextInt(OPTIONS.size())),
        "SET DESCRIPTION ''",
        "UNSET CREDENTIAL" + maybe(" STORAGE"),
        "SET MAX_CONNECTIONS = 7 UNSET TIMEOUT",
        "OWNER TO " + part(),
        "ROLLBACK TO VERSION 2",
        "ROTATE KEYS" + maybe(" FORCE"),
        more.isEmpty() ? "SET TIMEOUT = 9" : more);
  }

  private String options() {
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < OPTIONS.size(); i++) {
      if (random.nextInt(3) == 0) {
        chosen.add(i);
      }
    }
    Collections.shuffle(chosen, random);
    return "(" + String.join(oneOf(", ", ","), chosen.stream().map(this::option).toList()) + ")";
  }

  private String option(int which) {
    String key = OPTIONS.get(which);
    String value =
        switch (key) {
          case "password", "User", "\"un known\"", "header.accept" ->
              oneOf(secret(), secret(), "SECRET " + name() + maybe(" VERSION 2"));
          case "ssh_tunnel" -> anyName();
          case "brokers" ->
              oneOf(
                  "('a:1', {address = 'b:2', ssh_tunnel = " + name() + "}, (1, TRUE))",
                  "{matching = '*a*'}",
                  "()");
          default -> oneOf("'it''s'", "5432", "-1.5", "TRUE", "false", "E'\\t'", "SECRET s.x");
        };
    return key + oneOf(" = ", "=") + value;
  }

  private String createCredential() {
    String value =
        oneOf(
            "TYPE = CREDENTIAL SECRET " + oneOf(secret(), "$2"),
            "LINKED EXTERNAL SECRET 'a/b#c' TYPE = credential MAX_STALE '10 minutes'",
            "GENERATE TYPE = ENCRYPTION_KEY");
    List<String> clauses = new ArrayList<>(List.of(value));
    add(clauses, "ALGORITHM 'AES'");
    add(clauses, "KEY_SIZE 256");
    add(clauses, "IN CREDENTIAL STORAGE " + oneOf(anyName(), "OS_KEYCHAIN"));
    add(clauses, "DESCRIPTION 'what'");
    add(clauses, "EXPIRES " + expiry());
    return word("CREATE ")
        + oneOf("VAULT ", "CREDENTIAL ")
        + maybe("IF NOT EXISTS ")
        + anyName()
        + " "
        + shuffled(clauses);
  }

  private String expiry() {
    return oneOf("'2027-01-01'", "'2027-01-31T12:00:00Z'", "'2027-01-31 12:00:00.5+02:00'");
  }

  private String alterCredential() {
    StringBuilder actions = new StringBuilder();
    do {
      actions.append(
          oneOf(
              " ROTATE",
              " SET SECRET " + oneOf(secret(), "$1"),
              " SET DESCRIPTION 'x'",
              " SET EXPIRES " + expiry(),
              " RENAME TO " + part()));
    } while (random.nextBoolean());
    return "ALTER "
        + oneOf("vault ", "CREDENTIAL ")
        + maybe("IF EXISTS ")
        + oneOf(anyName(), "\"storage\"")
        + oneOf(
            actions + maybe(" WITH (OVERLAP = '1 hour')"),
            " OWNER TO " + part(),
            " ROLLBACK TO VERSION 1");
  }

  private String createStorage() {
    List<String> clauses = new ArrayList<>(List.of("TYPE = " + oneOf("AWS", "azure", "VAULT", "OPENBAO")));
    add(clauses, "OPTIONS " + options());
    add(clauses, "DESCRIPTION 'x'");
    add(clauses, oneOf("ACTIVE", "inactive"));
    return "CREATE "
        + oneOf("CREDENTIAL STORAGE IF NOT EXISTS ", "CREDENTIAL STORAGE ", "OR REPLACE CREDENTIAL STORAGE ")
        + anyName() + " " + shuffled(clauses);
  }

  private String alterStorage() {
    return "ALTER CREDENTIAL STORAGE "
        + maybe("IF EXISTS ")
        + anyName()
        + actions(oneOf("ACTIVE", "INACTIVE"));
  }

  private String orReplace(String kind) {
    return "CREATE "
        + oneOf(word(kind) + " " + maybe("IF NOT EXISTS "), "OR REPLACE " + kind + " ")
        + anyName()
        + " ";
  }

  private String createIdentity() {
    List<String> clauses =
        new ArrayList<>(
            List.of(
                oneOf(
                    "TYPE = AWS_IAM_ROLE OPTIONS (role_arn = 'arn', region = 'r')",
                    "OPTIONS (assume_role_arn = 'arn') TYPE = aws_iam_role",
                    "TYPE = AWS_ACCESS_KEY OPTIONS (secret_access_key = "
                        + secret()
                        + ", access_key_id = 'AKID')",
                    "TYPE = AZURE_ACCOUNT_KEY OPTIONS (account_key = " + secret() + ", timeout = 5)")));
    add(clauses, "COMMENT 'it''s'");
    return orReplace("STORAGE CREDENTIAL")
        + shuffled(clauses)
        + oneOf("", " WITH (VALIDATE = true)");
  }

  private String createLocation() {
    List<String> clauses = new ArrayList<>(List.of("URL 's3://b/x'"));
    add(clauses, "WITH (STORAGE CREDENTIAL " + anyName() + ")");
    add(clauses, "OPTIONS (region = 'r', \"read_only\" = 'true', password = " + secret() + ")");
    add(clauses, "COMMENT 'x'");
    return orReplace("EXTERNAL LOCATION") + shuffled(clauses) + oneOf("", " WITH (VALIDATE)");
  }

  private String alterIdentity() {
    return "ALTER STORAGE CREDENTIAL "
        + maybe("IF EXISTS ")
        + anyName()
        + oneOf(
            " SET (role_arn = 'a', secret_access_key = " + secret() + ") OWNER TO " + part(),
            " COMMENT 'x' UNSET OPTION region",
            " SET (access_key_id = 'a') WITH (OVERLAP = '1 hour')");
  }

  private String alterLocation() {
    return "ALTER EXTERNAL LOCATION "
        + anyName()
        + oneOf(
            " SET URL 's3://c' SET STORAGE CREDENTIAL " + anyName() + " WITH (VALIDATE)",
            " SET (region = 'r', password = " + secret() + ") COMMENT ''",
            " UNSET STORAGE CREDENTIAL RENAME TO " + part());
  }

  private String grant() {
    String privileges =
        oneOf("ALL", "ALL PRIVILEGES", "READ, CREATE_EXTERNAL_LOCATION", "usage");
    String on = " ON " + oneOf("STORAGE CREDENTIAL ", "external location ") + anyName();
    return oneOf(
        "GRANT " + privileges + on + " TO " + part(),
        "REVOKE " + privileges + on + " FROM " + part() + ", PUBLIC");
  }

  private String show() {
    return oneOf(
        "SHOW " + oneOf("CONNECTIONS", "VAULTS", "CREDENTIALS", "CREDENTIAL STORAGES", "STORAGE CREDENTIALS", "EXTERNAL LOCATIONS", "TOKENS") + maybe(" LIKE 'x_'"),
        "SHOW SECRET USAGE",
        "SHOW DEPENDANTS OF " + oneOf(kind(), "SECRET") + " " + anyName(),
        "SHOW HISTORY OF " + kind() + " " + anyName(),
        "SHOW " + maybe("REDACTED ") + "CREATE CONNECTION " + name(),
        "DESCRIBE " + kind() + maybe(" IF EXISTS") + " " + anyName(),
        "TEST " + oneOf("CONNECTION", "CREDENTIAL STORAGE", "STORAGE CREDENTIAL", "EXTERNAL LOCATION") + maybe(" IF EXISTS") + " " + anyName());
  }

  private String token() {
    return oneOf(
        "CREATE TOKEN "
            + part()
            + maybe(" PERMISSIONS ('connections:read', 'sql')")
            + maybe(" EXPIRES " + expiry()),
        "DROP TOKEN " + maybe("IF EXISTS ") + part());
  }
}
