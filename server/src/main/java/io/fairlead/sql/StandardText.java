package io.fairlead.sql;

import io.fairlead.secret.SecretBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The spelling of statements that all dialects with PostgreSQL's manners share, on one line, with
/// stars for every literal that may be secret.
public final class StandardText {
  /// What stands in the place of a literal that may be secret.
  public static final String STARS = "'********'";

  private static final Set<String> VERBS =
      Set.of(
          "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "VALUES", "TABLE", "COPY",
          "CREATE", "ALTER", "DROP", "TRUNCATE", "EXPLAIN", "ANALYZE", "DESCRIBE", "SHOW", "CALL",
          "PREPARE", "EXECUTE");

  private StandardText() {}

  /// Empty for statements that each vendor spells in its own way.
  public static Optional<String> of(Statement statement) {
    return Optional.ofNullable(
        switch (statement) {
          case Statement.CreateConnection _,
              Statement.ReplaceConnection _,
              Statement.AlterConnection _,
              Statement.ValidateConnection _,
              Statement.ShowCreateConnection _,
              Statement.ShowHistory _,
              Statement.TestConnection _,
              Statement.ListObjects _,
              Statement.Describe _,
              Statement.ShowDependants _,
              Statement.ShowSecretUsage _,
              Statement.CreateToken _,
              Statement.CreateSecret _,
              Statement.AlterSecret _,
              Statement.RollbackSecret _,
              Statement.StorageStatement _,
              PipelineStatement _,
              TagStatement _,
              Statement.SessionStatement _,
              FunctionStatement _,
              LinkStatement _,
              Statement.FileStatement _ ->
              null;
          case Statement.Rename rename ->
              alter(rename.kind().keyword(), rename.ifExists(), rename.name())
                  + " RENAME TO "
                  + PrintedName.of(rename.newName());
          case Statement.ChangeOwner change ->
              alter(change.kind().keyword(), change.ifExists(), change.name())
                  + " OWNER TO "
                  + PrintedName.of(change.newOwner());
          case Statement.Drop drop -> drop(drop);
          case Statement.Comment comment -> comment(comment);
          case Statement.CreateSchema create -> schema(create);
          case Statement.CreateRole create ->
              "CREATE ROLE " + PrintedName.of(create.name()) + attributes(create.attributes());
          case Statement.AlterRole alter ->
              "ALTER ROLE " + PrintedName.of(alter.name()) + attributes(alter.attributes());
          case Statement.GrantRole(List<String> groups, List<String> members) ->
              "GRANT " + PrintedName.list(groups) + " TO " + PrintedName.list(members);
          case Statement.RevokeRole(List<String> groups, List<String> members) ->
              "REVOKE " + PrintedName.list(groups) + " FROM " + PrintedName.list(members);
          case Statement.GrantPrivileges _,
              Statement.RevokePrivileges _,
              Statement.AlterDefaultPrivileges _,
              Statement.DropOwned _,
              Statement.ReassignOwned _ ->
              RightsText.of(statement);
          case Statement.Begin(boolean readOnly) -> readOnly ? "BEGIN READ ONLY" : "BEGIN";
          case Statement.Commit _ -> "COMMIT";
          case Statement.Rollback _ -> "ROLLBACK";
          case Statement.SetVariable set -> set(set);
          case Statement.ResetAll _ -> "RESET ALL";
          case Statement.ShowVariable(String name) -> "SHOW " + variable(name);
          case Statement.Deallocate(Optional<String> name) ->
              "DEALLOCATE " + name.map(PrintedName::of).orElse("ALL");
          case Statement.StagedQuery staged -> query(staged.text());
          case Statement.Query(String text) -> query(text);
        });
  }

  private static String alter(String keyword, boolean ifExists, ObjectName name) {
    return "ALTER " + keyword + (ifExists ? " IF EXISTS " : " ") + PrintedName.of(name);
  }

  private static String drop(Statement.Drop drop) {
    return "DROP "
        + drop.kind().keyword()
        + (drop.ifExists() ? " IF EXISTS " : " ")
        + drop.names().stream().map(PrintedName::of).collect(Collectors.joining(", "))
        + behindNames(drop);
  }

  /// How a DROP ends in every dialect.
  public static String behindNames(Statement.Drop drop) {
    return drop.ifVersion().map(version -> " IF VERSION " + version).orElse("")
        + (drop.cascade() ? " CASCADE" : "");
  }

  private static String schema(Statement.CreateSchema create) {
    return "CREATE SCHEMA "
        + (create.ifNotExists() ? "IF NOT EXISTS " : "")
        + PrintedName.of(create.name());
  }

  /// A comment is for everybody who may list the object, so it is printed.
  private static String comment(Statement.Comment comment) {
    String text = comment.text();
    return "COMMENT ON "
        + comment.kind().keyword()
        + " "
        + PrintedName.of(comment.name())
        + " IS "
        + (text == null ? "NULL" : PrintedName.text(text));
  }

  private static String attributes(RoleAttributes attributes) {
    List<String> words = new ArrayList<>();
    attributes.superuser().ifPresent(is -> words.add(is ? " SUPERUSER" : " NOSUPERUSER"));
    attributes.login().ifPresent(may -> words.add(may ? " LOGIN" : " NOLOGIN"));
    attributes
        .password()
        .ifPresent(password -> words.add(" PASSWORD " + stars(password)));
    return String.join("", words);
  }

  private static String stars(Optional<SecretBytes> password) {
    return password.isPresent() ? STARS : "NULL";
  }

  /// Nobody says which settings hold secrets, so no value is printed.
  private static String set(Statement.SetVariable set) {
    if (set.value().isEmpty() && !set.local()) {
      return "RESET " + variable(set.name());
    }
    return (set.local() ? "SET LOCAL " : "SET ")
        + variable(set.name())
        + " TO "
        + (set.value().isPresent() ? STARS : "DEFAULT");
  }

  /// A dotted name in quotes is the same variable as without.
  private static String variable(String name) {
    return name.equals("all") ? "ALL" : PrintedName.of(name);
  }

  /// The engine's statements are not taken apart, and may hold secrets: the verb alone.
  private static String query(String text) {
    Scanner scanner = new Scanner(text, Lexing.POSTGRESQL);
    scanner.next();
    String first = Letters.upper(text.substring(scanner.start(), scanner.end()));
    return VERBS.contains(first) ? first + " …" : "…";
  }
}
