package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.sql.Column;
import io.fairlead.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From each statement of the catalog to its command. Transactions, settings and queries are not
/// commands: the session sees to them.
/// One component a statement, so that a new statement without a command does not compile.
public record Commands(
    Command<Statement.CreateConnection> createConnection,
    Command<Statement.ReplaceConnection> replaceConnection,
    Command<Statement.AlterConnection> alterConnection,
    Command<Statement.ValidateConnection> validateConnection,
    Command<Statement.ShowCreateConnection> showCreateConnection,
    Command<Statement.CreateSecret> createSecret,
    Command<Statement.AlterSecret> alterSecret,
    Command<Statement.RollbackSecret> rollbackSecret,
    Command<Statement.Rename> rename,
    Command<Statement.ChangeOwner> changeOwner,
    Command<Statement.Drop> drop,
    Command<Statement.Comment> comment,
    Command<Statement.CreateSchema> createSchema,
    Command<Statement.CreateRole> createRole,
    Command<Statement.AlterRole> alterRole,
    Command<Statement.GrantRole> grantRole,
    Command<Statement.RevokeRole> revokeRole,
    Command<Statement.GrantPrivileges> grantPrivileges,
    Command<Statement.RevokePrivileges> revokePrivileges,
    Command<Statement.AlterDefaultPrivileges> alterDefaultPrivileges,
    Command<Statement.DropOwned> dropOwned,
    Command<Statement.ReassignOwned> reassignOwned,
    Command<Statement.ShowHistory> showHistory,
    Command<Statement.TestConnection> testConnection,
    Command<Statement.ListObjects> listObjects,
    Command<Statement.Describe> describe,
    Command<Statement.ShowDependants> showDependants,
    Command<Statement.ShowSecretUsage> showSecretUsage,
    Command<Statement.CreateToken> createToken,
    Command<Statement.CreateTable> createTable,
    Command<Statement.CreateStage> createStage,
    Command<Statement.AlterPlaced> alterPlaced,
    Command<Statement.RebindDependants> rebindDependants,
    Command<Statement.AlterSchemaDefaults> alterSchemaDefaults,
    Command<Statement.ShowStorage> showStorage,
    PipelineCommands pipelines,
    Command<Statement.CreateTag> createTag,
    Command<Statement.AlterTags> alterTags,
    LinkCommands links) {

  /// Those of SingleStore's statements about links.
  public record LinkCommands(
      Command<Statement.CreateLink> createLink,
      Command<Statement.AlterLink> alterLink,
      Command<Statement.DropLink> dropLink,
      Command<Statement.ShowLinks> showLinks,
      Command<Statement.ShowCreateLink> showCreateLink,
      Command<Statement.GrantRights> grantRights,
      Command<Statement.ShowGrants> showGrants) {

    private Optional<Bound> bind(Statement.LinkStatement statement) {
      return switch (statement) {
        case Statement.CreateLink s -> bound(createLink, s);
        case Statement.AlterLink s -> bound(alterLink, s);
        case Statement.DropLink s -> bound(dropLink, s);
        case Statement.ShowLinks s -> bound(showLinks, s);
        case Statement.ShowCreateLink s -> bound(showCreateLink, s);
        case Statement.GrantRights s -> bound(grantRights, s);
        case Statement.ShowGrants s -> bound(showGrants, s);
      };
    }
  }

  /// A statement bound to the command that carries it out.
  public interface Bound {
    Prepared prepare(Actor actor, Image image, List<@Nullable Object> parameters);

    List<Column> columns();
  }

  /// @return empty when the statement is the session's own business
  public Optional<Bound> bind(Statement statement) {
    return switch (statement) {
      case Statement.CreateConnection s -> bound(createConnection, s);
      case Statement.ReplaceConnection s -> bound(replaceConnection, s);
      case Statement.AlterConnection s -> bound(alterConnection, s);
      case Statement.ValidateConnection s -> bound(validateConnection, s);
      case Statement.ShowCreateConnection s -> bound(showCreateConnection, s);
      case Statement.CreateSecret s -> bound(createSecret, s);
      case Statement.AlterSecret s -> bound(alterSecret, s);
      case Statement.RollbackSecret s -> bound(rollbackSecret, s);
      case Statement.Rename s -> bound(rename, s);
      case Statement.ChangeOwner s -> bound(changeOwner, s);
      case Statement.Drop s -> bound(drop, s);
      case Statement.Comment s -> bound(comment, s);
      case Statement.CreateSchema s -> bound(createSchema, s);
      case Statement.CreateRole s -> bound(createRole, s);
      case Statement.AlterRole s -> bound(alterRole, s);
      case Statement.GrantRole s -> bound(grantRole, s);
      case Statement.RevokeRole s -> bound(revokeRole, s);
      case Statement.GrantPrivileges s -> bound(grantPrivileges, s);
      case Statement.RevokePrivileges s -> bound(revokePrivileges, s);
      case Statement.AlterDefaultPrivileges s -> bound(alterDefaultPrivileges, s);
      case Statement.DropOwned s -> bound(dropOwned, s);
      case Statement.ReassignOwned s -> bound(reassignOwned, s);
      case Statement.ShowHistory s -> bound(showHistory, s);
      case Statement.TestConnection s -> bound(testConnection, s);
      case Statement.ListObjects s -> bound(listObjects, s);
      case Statement.Describe s -> bound(describe, s);
      case Statement.ShowDependants s -> bound(showDependants, s);
      case Statement.ShowSecretUsage s -> bound(showSecretUsage, s);
      case Statement.CreateToken s -> bound(createToken, s);
      case Statement.CreateTable s -> bound(createTable, s);
      case Statement.CreateStage s -> bound(createStage, s);
      case Statement.AlterPlaced s -> bound(alterPlaced, s);
      case Statement.RebindDependants s -> bound(rebindDependants, s);
      case Statement.AlterSchemaDefaults s -> bound(alterSchemaDefaults, s);
      case Statement.ShowStorage s -> bound(showStorage, s);
      case Statement.PipelineStatement s -> pipelines.bind(s);
      case Statement.CreateTag s -> bound(createTag, s);
      case Statement.AlterTags s -> bound(alterTags, s);
      case Statement.LinkStatement s -> links.bind(s);
      case Statement.Begin _,
          Statement.Commit _,
          Statement.Rollback _,
          Statement.SetVariable _,
          Statement.ResetAll _,
          Statement.ShowVariable _,
          Statement.Deallocate _,
          Statement.FileStatement _,
          Statement.Query _ ->
          Optional.empty();
    };
  }

  static <S extends Statement> Optional<Bound> bound(Command<S> command, S statement) {
    return Optional.of(
        new Bound() {
          @Override
          public Prepared prepare(
              Actor actor, Image image, List<@Nullable Object> parameters) {
            return command.prepare(statement, actor, image, parameters);
          }

          @Override
          public List<Column> columns() {
            return command.columns(statement);
          }
        });
  }
}
