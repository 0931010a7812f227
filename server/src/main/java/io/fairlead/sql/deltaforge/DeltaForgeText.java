package io.fairlead.sql.deltaforge;

import io.fairlead.model.Kind;
import io.fairlead.model.Secret;
import io.fairlead.model.TokenPermission;
import io.fairlead.sql.Listing;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PrintedName;
import io.fairlead.sql.SecretAction;
import io.fairlead.sql.SecretClauses;
import io.fairlead.sql.SecretSource;
import io.fairlead.sql.StandardText;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TimeLiteral;
import io.fairlead.sql.WithClause;
import java.util.Optional;
import java.util.stream.Collectors;

/// Statements in DeltaForge's spelling, on one line, with stars for what may be secret.
final class DeltaForgeText {
  private final ConnectionText connections;

  DeltaForgeText(ConnectionText connections) {
    this.connections = connections;
  }

  String laidOut(Statement.CreateConnection made, boolean redacted) {
    return connections.laidOut(made, redacted);
  }

  String of(Statement statement) {
    return switch (statement) {
      case Statement.Drop drop when drop.kind() == Kind.SECRET || drop.family().isPresent() ->
          "DROP "
              + ObjectWords.of(drop.family().orElse(Listing.CREDENTIAL))
              + " "
              + (drop.ifExists() ? "IF EXISTS " : "")
              + drop.names().stream().map(ObjectWords::name).collect(Collectors.joining(", "))
              + StandardText.behindNames(drop);
      case Statement.Rename rename when rename.kind() == Kind.SECRET ->
          alterCredential(rename.ifExists(), rename.name())
              + " RENAME TO "
              + PrintedName.of(rename.newName());
      case Statement.ChangeOwner change when change.kind() == Kind.SECRET ->
          alterCredential(change.ifExists(), change.name())
              + " OWNER TO "
              + PrintedName.of(change.newOwner());
      default -> StandardText.of(statement).orElseGet(() -> own(statement));
    };
  }

  private String own(Statement statement) {
    return switch (statement) {
      case Statement.CreateConnection create -> connections.create(create, false);
      case Statement.ReplaceConnection(Statement.CreateConnection create) ->
          connections.create(create, true);
      case Statement.AlterConnection alter -> connections.alter(alter);
      case Statement.CreateSecret create -> credential(create);
      case Statement.AlterSecret alter ->
          alterCredential(alter.ifExists(), alter.name())
              + alter.actions().stream()
                  .map(DeltaForgeText::action)
                  .collect(Collectors.joining())
              + new WithClause(Optional.empty(), alter.overlap()).text();
      case Statement.RollbackSecret back ->
          alterCredential(back.ifExists(), back.name()) + " ROLLBACK TO VERSION " + back.value();
      case Statement.CreateToken create -> token(create);
      case Statement.TestConnection(ObjectName name, boolean ifExists, Listing of) ->
          "TEST " + about(of, ifExists, name);
      case Statement.Describe(Listing of, ObjectName name, boolean ifExists) ->
          "DESCRIBE " + about(of, ifExists, name);
      case Statement.ListObjects(Listing of, Optional<String> containing) ->
          "SHOW "
              + ObjectWords.of(of)
              + "S"
              + containing.map(text -> " LIKE " + PrintedName.text(text)).orElse("");
      case Statement.ShowDependants(Kind kind, ObjectName name) ->
          "SHOW DEPENDANTS OF " + ofKind(kind, name);
      case Statement.ShowHistory(Kind kind, ObjectName name) ->
          "SHOW HISTORY OF " + ofKind(kind, name);
      case Statement.ShowSecretUsage _ -> "SHOW SECRET USAGE";
      case Statement.ShowCreateConnection(ObjectName name, boolean redacted) ->
          (redacted ? "SHOW REDACTED CREATE CONNECTION " : "SHOW CREATE CONNECTION ")
              + PrintedName.of(name);
      default -> throw new IllegalArgumentException("not a statement of this dialect");
    };
  }

  private static String about(Listing of, boolean ifExists, ObjectName name) {
    return ObjectWords.of(of) + (ifExists ? " IF EXISTS " : " ") + ObjectWords.name(name);
  }

  private static String ofKind(Kind kind, ObjectName name) {
    return (kind == Kind.SECRET ? "CREDENTIAL " : kind.keyword() + " ") + ObjectWords.name(name);
  }

  private static String alterCredential(boolean ifExists, ObjectName name) {
    return "ALTER " + about(Listing.CREDENTIAL, ifExists, name);
  }

  private static String credential(Statement.CreateSecret create) {
    SecretClauses clauses = create.clauses();
    boolean key = clauses.type().equals(Secret.ENCRYPTION_KEY);
    return "CREATE CREDENTIAL "
        + (create.ifNotExists() ? "IF NOT EXISTS " : "")
        + ObjectWords.name(create.name())
        + (key ? " TYPE = ENCRYPTION_KEY" : " TYPE = CREDENTIAL")
        + clauses.algorithm().map(name -> " ALGORITHM " + PrintedName.text(name)).orElse("")
        + clauses.keySize().map(bits -> " KEY_SIZE " + bits).orElse("")
        + source(create.value())
        + clauses.storage().map(name -> " IN CREDENTIAL STORAGE " + PrintedName.of(name)).orElse("")
        + clauses.comment().map(text -> " DESCRIPTION " + PrintedName.text(text)).orElse("")
        + clauses.expires().map(when -> " EXPIRES '" + when + "'").orElse("")
        + clauses
            .maxStale()
            .map(time -> " MAX_STALE '" + TimeLiteral.words(time) + "'")
            .orElse("");
  }

  private static String source(SecretSource source) {
    return switch (source) {
      case SecretSource.Literal _ -> " SECRET " + StandardText.STARS;
      case SecretSource.Parameter(int number) -> " SECRET $" + number;
      case SecretSource.Generated _ -> " GENERATE";
      case SecretSource.Linked(String name) ->
          " LINKED EXTERNAL SECRET " + PrintedName.text(name);
    };
  }

  private static String action(SecretAction action) {
    return switch (action) {
      case SecretAction.SetValue(SecretSource value) -> " SET" + source(value);
      case SecretAction.Rotate _ -> " ROTATE";
      case SecretAction.Describe(String text) -> " SET DESCRIPTION " + PrintedName.text(text);
      case SecretAction.ExpireAt(var when) -> " SET EXPIRES '" + when + "'";
      case SecretAction.RenameTo(String name) -> " RENAME TO " + PrintedName.of(name);
    };
  }

  private static String token(Statement.CreateToken create) {
    String permissions =
        create.permissions().stream()
            .sorted()
            .map(TokenPermission::word)
            .map(PrintedName::text)
            .collect(Collectors.joining(", "));
    return "CREATE TOKEN "
        + PrintedName.of(create.name())
        + " PERMISSIONS ("
        + permissions
        + ")"
        + create.expires().map(when -> " EXPIRES '" + when + "'").orElse("");
  }
}
