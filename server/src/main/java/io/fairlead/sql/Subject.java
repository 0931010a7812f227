package io.fairlead.sql;

import io.fairlead.model.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a statement would do to which objects, in words that hold no value: for the audit of what
/// was refused.
///
/// @param action the words that it begins with, `ALTER CONNECTION`
public record Subject(String action, Kind kind, List<ObjectName> names) {
  public Subject {
    names = List.copyOf(names);
  }

  private static Subject of(String action, Kind kind, ObjectName name) {
    return new Subject(action, kind, List.of(name));
  }

  /// @return empty for a statement that is not about the catalog's objects
  public static Optional<Subject> of(Statement statement) {
    return Optional.ofNullable(
        switch (statement) {
          case Statement.CreateConnection s -> of("CREATE CONNECTION", Kind.CONNECTION, s.name());
          case Statement.ReplaceConnection s ->
              of("CREATE OR REPLACE CONNECTION", Kind.CONNECTION, s.definition().name());
          case Statement.AlterConnection s -> of("ALTER CONNECTION", Kind.CONNECTION, s.name());
          case Statement.ValidateConnection s ->
              of("VALIDATE CONNECTION", Kind.CONNECTION, s.name());
          case Statement.ShowCreateConnection s ->
              of("SHOW CREATE CONNECTION", Kind.CONNECTION, s.name());
          case Statement.TestConnection s -> of("TEST CONNECTION", Kind.CONNECTION, s.name());
          case Statement.Describe s ->
              of("DESCRIBE " + s.of().word().toUpperCase(Locale.ROOT), s.of().kind(), s.name());
          case Statement.ShowDependants s ->
              of("SHOW DEPENDANTS OF " + s.kind().keyword(), s.kind(), s.name());
          case Statement.CreateToken s -> of("CREATE TOKEN", Kind.TOKEN, ObjectName.of(s.name()));
          case Statement.CreateSecret s -> of("CREATE SECRET", Kind.SECRET, s.name());
          case Statement.AlterSecret s -> of("ALTER SECRET", Kind.SECRET, s.name());
          case Statement.RollbackSecret s -> of("ALTER SECRET", Kind.SECRET, s.name());
          case Statement.Rename s -> of("ALTER " + s.kind().keyword(), s.kind(), s.name());
          case Statement.ChangeOwner s -> of("ALTER " + s.kind().keyword(), s.kind(), s.name());
          case Statement.Drop s ->
              new Subject("DROP " + s.kind().keyword(), s.kind(), s.names());
          case Statement.Comment s ->
              of("COMMENT ON " + s.kind().keyword(), s.kind(), s.name());
          case Statement.CreateSchema s ->
              of("CREATE SCHEMA", Kind.SCHEMA, ObjectName.of(s.name()));
          case Statement.StorageStatement s -> storage(s);
          case PipelineStatement s -> pipeline(s);
          case FunctionStatement s -> function(s);
          case LinkStatement s -> link(s);
          case TagStatement.CreateTag s -> of("CREATE TAG", Kind.TAG, ObjectName.of(s.name()));
          case TagStatement.AlterTags s -> of("ALTER " + s.kind().keyword(), s.kind(), s.name());
          case Statement.CreateRole s -> of("CREATE ROLE", Kind.ROLE, ObjectName.of(s.name()));
          case Statement.AlterRole s -> of("ALTER ROLE", Kind.ROLE, ObjectName.of(s.name()));
          case Statement.GrantRole s -> new Subject("GRANT", Kind.ROLE, roles(s.groups()));
          case Statement.RevokeRole s -> new Subject("REVOKE", Kind.ROLE, roles(s.groups()));
          case Statement.GrantPrivileges s -> privileges("GRANT", s.target());
          case Statement.RevokePrivileges s -> privileges("REVOKE", s.target());
          case Statement.AlterDefaultPrivileges s ->
              new Subject("ALTER DEFAULT PRIVILEGES", s.kind(), List.of());
          case Statement.DropOwned s -> new Subject("DROP OWNED", Kind.ROLE, roles(s.roles()));
          case Statement.ReassignOwned s ->
              new Subject("REASSIGN OWNED", Kind.ROLE, roles(s.roles()));
          case Statement.ShowHistory s ->
              of("SHOW HISTORY OF " + s.kind().keyword(), s.kind(), s.name());
          case Statement.Begin _,
              Statement.Commit _,
              Statement.Rollback _,
              Statement.SetVariable _,
              Statement.ResetAll _,
              Statement.ShowVariable _,
              Statement.Deallocate _,
              Statement.ListObjects _,
              Statement.ShowSecretUsage _,
              Statement.SessionStatement _,
              Statement.FileStatement _,
              Statement.StagedQuery _,
              Statement.Query _ ->
              null;
        });
  }

  private static @Nullable Subject pipeline(PipelineStatement statement) {
    return switch (statement) {
      case PipelineStatement.CreatePipeline s -> of("CREATE PIPELINE", Kind.PIPELINE, s.name());
      case PipelineStatement.AlterPipeline s -> of("ALTER PIPELINE", Kind.PIPELINE, s.name());
      case PipelineStatement.CreateSource s -> of("CREATE SOURCE", Kind.PIPELINE, s.name());
      case PipelineStatement.DropSource(Statement.Drop s) ->
          new Subject("DROP SOURCE", Kind.PIPELINE, s.names());
      case PipelineStatement.ShowCreateSource s ->
          of("SHOW CREATE SOURCE", Kind.PIPELINE, s.name());
      case PipelineStatement.AlterPipelineSource s ->
          of("ALTER PIPELINE", Kind.PIPELINE, s.name());
      case PipelineStatement.SetPipelineState s ->
          s.name().map(name -> of(s.state().verb() + " PIPELINE", Kind.PIPELINE, name)).orElse(null);
      case PipelineStatement.LoadPipeline s -> of("START PIPELINE", Kind.PIPELINE, s.name());
      case PipelineStatement.TestPipeline s -> of("TEST PIPELINE", Kind.PIPELINE, s.name());
      case PipelineStatement.ProfilePipeline s ->
          of("PROFILE PIPELINE", Kind.PIPELINE, s.name());
      case PipelineStatement.ShowProfilePipeline s ->
          of("SHOW PROFILE PIPELINE", Kind.PIPELINE, s.name());
      case PipelineStatement.ClearPipelineErrors s ->
          of("CLEAR PIPELINE ERRORS", Kind.PIPELINE, s.name());
      case PipelineStatement.ShowCreatePipeline s ->
          of("SHOW CREATE PIPELINE", Kind.PIPELINE, s.name());
      case PipelineStatement.ShowPipelines _ -> null;
    };
  }

  private static @Nullable Subject storage(Statement.StorageStatement statement) {
    return switch (statement) {
      case Statement.AlterSchemaDefaults s ->
          of("ALTER SCHEMA", Kind.SCHEMA, ObjectName.of(s.name()));
      case Statement.CreateTable s -> of("CREATE TABLE", Kind.TABLE, s.name());
      case Statement.CreateStage s -> of("CREATE STAGE", Kind.STAGE, s.name());
      case Statement.AlterPlaced s -> of("ALTER " + s.kind().keyword(), s.kind(), s.name());
      case Statement.RebindDependants s ->
          new Subject("ALTER CONNECTION", Kind.CONNECTION, List.of(s.from(), s.to()));
      case Statement.DescribeTable s -> of("DESC TABLE", Kind.TABLE, s.name());
      case Statement.ShowCreateTable s -> of("SHOW CREATE TABLE", Kind.TABLE, s.name());
      case Statement.ShowStorage s ->
          s.name().map(name -> of("DESC " + s.kind().keyword(), s.kind(), name)).orElse(null);
    };
  }

  private static @Nullable Subject function(FunctionStatement statement) {
    return switch (statement) {
      case FunctionStatement.CreateFunction s -> of("CREATE FUNCTION", Kind.FUNCTION, s.name());
      case FunctionStatement.ShowCreateFunction s ->
          of("SHOW CREATE FUNCTION", Kind.FUNCTION, s.name());
      case FunctionStatement.ShowFunctions _ -> null;
    };
  }

  private static @Nullable Subject link(LinkStatement statement) {
    return switch (statement) {
      case LinkStatement.CreateLink s ->
          of(
              s.orReplace() ? "CREATE OR REPLACE LINK" : "CREATE LINK",
              Kind.CONNECTION,
              s.name());
      case LinkStatement.AlterLink s -> of("ALTER LINK", Kind.CONNECTION, s.name());
      case LinkStatement.DropLink(Statement.Drop s) ->
          new Subject("DROP LINK", Kind.CONNECTION, s.names());
      case LinkStatement.ShowCreateLink s -> of("SHOW CREATE LINK", Kind.CONNECTION, s.name());
      case LinkStatement.GrantRights s ->
          new Subject(
              s.grant() ? "GRANT" : "REVOKE",
              Kind.SCHEMA,
              s.schema().stream().map(ObjectName::of).toList());
      case LinkStatement.ShowLinks _, LinkStatement.ShowGrants _ -> null;
    };
  }

  private static Subject privileges(String action, GrantTarget target) {
    List<ObjectName> names =
        switch (target) {
          case GrantTarget.Named(Kind _, List<ObjectName> named) -> named;
          case GrantTarget.Listed(Listing _, List<ObjectName> named) -> named;
          case GrantTarget.All _ -> List.of();
        };
    return new Subject(action, target.kind(), names);
  }

  private static List<ObjectName> roles(List<String> names) {
    return names.stream().map(ObjectName::of).toList();
  }
}
