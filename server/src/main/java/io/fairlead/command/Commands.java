package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.sql.Column;
import io.fairlead.sql.PipelineStatement;
import io.fairlead.sql.FunctionStatement;
import io.fairlead.sql.LinkStatement;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TagStatement;
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
    Command<Statement.DescribeTable> describeTable,
    Command<Statement.ShowCreateTable> showCreateTable,
    PipelineCommands pipelines,
    Command<TagStatement.CreateTag> createTag,
    Command<TagStatement.AlterTags> alterTags,
    Command<FunctionStatement.CreateFunction> createFunction,
    Command<FunctionStatement.ShowFunctions> showFunctions,
    Command<FunctionStatement.ShowCreateFunction> showCreateFunction,
    LinkCommands links) {

  /// Those of SingleStore's statements about links.
  public record LinkCommands(
      Command<LinkStatement.CreateLink> createLink,
      Command<LinkStatement.AlterLink> alterLink,
      Command<LinkStatement.DropLink> dropLink,
      Command<LinkStatement.ShowLinks> showLinks,
      Command<LinkStatement.ShowCreateLink> showCreateLink,
      Command<LinkStatement.GrantRights> grantRights,
      Command<LinkStatement.ShowGrants> showGrants) {

    private Optional<Bound> bind(LinkStatement statement) {
      return switch (statement) {
        case LinkStatement.CreateLink s -> bound(createLink, s);
        case LinkStatement.AlterLink s -> bound(alterLink, s);
        case LinkStatement.DropLink s -> bound(dropLink, s);
        case LinkStatement.ShowLinks s -> bound(showLinks, s);
        case LinkStatement.ShowCreateLink s -> bound(showCreateLink, s);
        case LinkStatement.GrantRights s -> bound(grantRights, s);
        case LinkStatement.ShowGrants s -> bound(showGrants, s);
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
      case Statement.DescribeTable s -> bound(describeTable, s);
      case Statement.ShowCreateTable s -> bound(showCreateTable, s);
      case PipelineStatement s -> pipelines.bind(s);
      case TagStatement.CreateTag s -> bound(createTag, s);
      case TagStatement.AlterTags s -> bound(alterTags, s);
      case FunctionStatement.CreateFunction s -> bound(createFunction, s);
      case FunctionStatement.ShowFunctions s -> bound(showFunctions, s);
      case FunctionStatement.ShowCreateFunction s -> bound(showCreateFunction, s);
      case LinkStatement s -> links.bind(s);
      case Statement.Begin _,
          Statement.Commit _,
          Statement.Rollback _,
          Statement.SetVariable _,
          Statement.ResetAll _,
          Statement.ShowVariable _,
          Statement.Deallocate _,
          Statement.SessionStatement _,
          Statement.FileStatement _,
          Statement.StagedQuery _,
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
