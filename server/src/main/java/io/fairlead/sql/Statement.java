package io.fairlead.sql;

import io.fairlead.model.Kind;
import io.fairlead.model.LinkText;
import io.fairlead.model.TableColumn;
import io.fairlead.model.TokenPermission;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What a client asks for, whatever the dialect. One record a statement, one file in `command` for
/// each. What Fairlead does not own is a [Query] and goes to the engine as it was written.
public sealed interface Statement
    permits FunctionStatement,
        LinkStatement,
        PipelineStatement,
        TagStatement,
        Statement.AlterConnection,
        Statement.AlterDefaultPrivileges,
        Statement.AlterRole,
        Statement.AlterSecret,
        Statement.Begin,
        Statement.ChangeOwner,
        Statement.Comment,
        Statement.Commit,
        Statement.CreateConnection,
        Statement.CreateRole,
        Statement.CreateSchema,
        Statement.CreateSecret,
        Statement.CreateToken,
        Statement.Deallocate,
        Statement.Describe,
        Statement.Drop,
        Statement.DropOwned,
        Statement.FileStatement,
        Statement.GrantPrivileges,
        Statement.GrantRole,
        Statement.ListObjects,
        Statement.Query,
        Statement.ReassignOwned,
        Statement.Rename,
        Statement.ReplaceConnection,
        Statement.ResetAll,
        Statement.RevokePrivileges,
        Statement.RevokeRole,
        Statement.Rollback,
        Statement.RollbackSecret,
        Statement.SessionStatement,
        Statement.SetVariable,
        Statement.ShowCreateConnection,
        Statement.ShowDependants,
        Statement.ShowHistory,
        Statement.ShowSecretUsage,
        Statement.ShowVariable,
        Statement.StagedQuery,
        Statement.StorageStatement,
        Statement.TestConnection,
        Statement.ValidateConnection {

  /// @param comment empty: none
  /// @param validate as written; empty means the type's default
  /// @param dialect the dialect that parsed it; SHOW CREATE answers in it
  /// @param link how SingleStore's CREATE LINK wrote it
  record CreateConnection(
      ObjectName name,
      boolean ifNotExists,
      String type,
      List<OptionEdit.Set> options,
      String comment,
      Optional<Boolean> validate,
      String dialect,
      Optional<LinkText> link)
      implements Statement {
    public CreateConnection(
        ObjectName name,
        boolean ifNotExists,
        String type,
        List<OptionEdit.Set> options,
        String comment,
        Optional<Boolean> validate,
        String dialect) {
      this(name, ifNotExists, type, options, comment, validate, dialect, Optional.empty());
    }

    public CreateConnection(
        ObjectName name,
        boolean ifNotExists,
        String type,
        List<OptionEdit.Set> options,
        Optional<Boolean> validate,
        String dialect) {
      this(name, ifNotExists, type, options, "", validate, dialect);
    }
  }

  /// `CREATE OR REPLACE CONNECTION`: makes the connection, or the next version of the one that has
  /// the name, which keeps its id, its owner and its grants. Its type stays too.
  ///
  /// @param definition without IF NOT EXISTS
  record ReplaceConnection(CreateConnection definition) implements Statement {}

  /// @param actions applied from left to right, but option edits of one action are a set
  /// @param validate as written; empty means the type's default
  /// @param overlap for the secrets that this replaces
  /// @param ifVersion the only version that may be changed; empty for whichever there is
  /// @param family which it must be of; empty for any connection
  record AlterConnection(
      ObjectName name,
      boolean ifExists,
      List<ConnectionAction> actions,
      Optional<Boolean> validate,
      Optional<OverlapClause> overlap,
      Optional<Integer> ifVersion,
      Optional<Listing> family,
      String dialect)
      implements Statement {
    public AlterConnection(
        ObjectName name,
        boolean ifExists,
        List<ConnectionAction> actions,
        Optional<Boolean> validate,
        Optional<OverlapClause> overlap,
        Optional<Integer> ifVersion,
        String dialect) {
      this(name, ifExists, actions, validate, overlap, ifVersion, Optional.empty(), dialect);
    }

    public AlterConnection(
        ObjectName name,
        boolean ifExists,
        List<ConnectionAction> actions,
        Optional<Boolean> validate,
        String dialect) {
      this(name, ifExists, actions, validate, Optional.empty(), Optional.empty(), dialect);
    }
  }

  /// A probe whose failure is an answer, not an error; the connection remembers it as its status.
  record TestConnection(ObjectName name, boolean ifExists, Listing of) implements Statement {}

  /// @param containing only names that hold this text, whatever its case; empty for all
  record ListObjects(Listing of, Optional<String> containing) implements Statement {}

  record Describe(Listing of, ObjectName name, boolean ifExists) implements Statement {}

  /// Everything that needs a connection or a secret, directly or not.
  record ShowDependants(Kind kind, ObjectName name) implements Statement {}

  /// How often each version of each secret was used since the start, and when last.
  record ShowSecretUsage() implements Statement {}

  /// The answer holds the token, which is not shown again.
  ///
  /// @param permissions never empty
  record CreateToken(
      String name, Set<TokenPermission> permissions, Optional<Instant> expires)
      implements Statement {}

  record ValidateConnection(ObjectName name) implements Statement {}

  /// `SHOW CREATE CONNECTION`.
  ///
  /// @param redacted also hides values that are not secret by themselves but may be (user names,
  ///     certificates)
  record ShowCreateConnection(ObjectName name, boolean redacted) implements Statement {}

  record CreateSecret(
      ObjectName name, boolean ifNotExists, SecretSource value, SecretClauses clauses)
      implements Statement {
    public CreateSecret(ObjectName name, boolean ifNotExists, SecretSource value) {
      this(name, ifNotExists, value, SecretClauses.NONE);
    }
  }

  /// @param actions never empty
  /// @param overlap for the value that this replaces
  record AlterSecret(
      ObjectName name,
      boolean ifExists,
      List<SecretAction> actions,
      Optional<OverlapClause> overlap)
      implements Statement {
    public AlterSecret(ObjectName name, boolean ifExists, SecretSource value) {
      this(name, ifExists, List.of(new SecretAction.SetValue(value)), Optional.empty());
    }
  }

  /// An earlier value of a secret becomes a new one.
  ///
  /// @param value its number
  record RollbackSecret(ObjectName name, boolean ifExists, int value) implements Statement {}

  /// `ALTER SECRET | ROLE | SCHEMA … RENAME TO`; connections rename as a [ConnectionAction].
  record Rename(Kind kind, ObjectName name, boolean ifExists, String newName)
      implements Statement {}

  record ChangeOwner(Kind kind, ObjectName name, boolean ifExists, String newOwner)
      implements Statement {}

  /// @param ifVersion the only version that may be dropped, of one name; empty for whichever there is
  /// @param family which they must be of; empty for any of the kind
  record Drop(
      Kind kind,
      List<ObjectName> names,
      boolean ifExists,
      Optional<Integer> ifVersion,
      boolean cascade,
      Optional<Listing> family)
      implements Statement {
    public Drop(Kind kind, List<ObjectName> names, boolean ifExists, boolean cascade) {
      this(kind, names, ifExists, Optional.empty(), cascade, Optional.empty());
    }
  }

  /// @param text empty (null) removes the comment
  record Comment(Kind kind, ObjectName name, @Nullable String text) implements Statement {}

  record CreateSchema(String name, boolean ifNotExists, SchemaDefaults defaults)
      implements Statement {
    public CreateSchema(String name, boolean ifNotExists) {
      this(name, ifNotExists, SchemaDefaults.NONE);
    }
  }

  /// Only what is said changes.
  record AlterSchemaDefaults(String name, boolean ifExists, SchemaDefaults defaults)
      implements StorageStatement {}

  /// @param attributes only what was written
  record CreateRole(String name, RoleAttributes attributes) implements Statement {}

  record AlterRole(String name, RoleAttributes attributes) implements Statement {}

  record GrantRole(List<String> groups, List<String> members) implements Statement {}

  record RevokeRole(List<String> groups, List<String> members) implements Statement {}

  /// @param privileges empty for ALL
  /// @param grantees names of roles; `public` is everybody
  record GrantPrivileges(
      List<PrivilegeWord> privileges, GrantTarget target, List<String> grantees)
      implements Statement {}

  record RevokePrivileges(
      List<PrivilegeWord> privileges, GrantTarget target, List<String> grantees)
      implements Statement {}

  /// `ALTER DEFAULT PRIVILEGES`: the grants of objects that are made from now on.
  ///
  /// @param grant false for REVOKE
  /// @param creators empty for ALL ROLES
  /// @param schemas empty for every schema
  /// @param privileges empty for ALL
  record AlterDefaultPrivileges(
      boolean grant,
      List<String> creators,
      List<String> schemas,
      List<PrivilegeWord> privileges,
      Kind kind,
      List<String> grantees)
      implements Statement {}

  record DropOwned(List<String> roles, boolean cascade) implements Statement {}

  record ReassignOwned(List<String> roles, String newOwner) implements Statement {}

  /// The versions of one object, newest first.
  record ShowHistory(Kind kind, ObjectName name) implements Statement {}

  /// Statements about where tables and stages keep their files.
  sealed interface StorageStatement extends Statement {}

  /// An external table.
  ///
  /// @param uri empty for a folder of its own in the storage of its schema
  /// @param columns may be empty: then the query's, or those of the files that are there
  /// @param query rows to begin with; empty for none
  record CreateTable(
      ObjectName name,
      boolean orReplace,
      boolean ifNotExists,
      List<TableColumn> columns,
      String uri,
      StorageClause connection,
      FormatClause format,
      boolean readOnly,
      String comment,
      Optional<String> query,
      String dialect)
      implements StorageStatement {
    @Override
    public String toString() {
      return "CreateTable[" + name + "]";
    }
  }

  /// ALTER of an external table or of a stage: all its actions make one version.
  record AlterPlaced(
      Kind kind,
      ObjectName name,
      boolean ifExists,
      List<PlacedAction> actions,
      Optional<Boolean> validate,
      String dialect)
      implements StorageStatement {}

  /// @param uri empty for a stage inside of this server, which there is none of
  record CreateStage(
      ObjectName name,
      boolean orReplace,
      boolean ifNotExists,
      String uri,
      StorageClause connection,
      FormatClause format,
      String comment,
      String dialect)
      implements StorageStatement {}

  /// Databend's SHOW and DESC of connections to storage and of stages.
  ///
  /// @param name empty for all of them
  record ShowStorage(Kind kind, Optional<ObjectName> name) implements StorageStatement {}

  /// Databend's DESC TABLE, of an external table or one of the engine.
  record DescribeTable(ObjectName name) implements StorageStatement {}

  /// SHOW CREATE TABLE, likewise.
  record ShowCreateTable(ObjectName name) implements StorageStatement {}

  /// Everything that takes its credentials from one connection takes them from another, in one commit.
  ///
  /// @param kinds only these; empty for all
  /// @param schema only those in this schema
  /// @param like only those whose name is like this pattern of SQL
  record RebindDependants(
      ObjectName from,
      ObjectName to,
      Set<Kind> kinds,
      Optional<String> schema,
      Optional<String> like,
      Optional<Boolean> validate)
      implements StorageStatement {}

  /// Statements that read or write files, for which the engine is needed.
  sealed interface FileStatement extends Statement {}

  /// `LIST @stage`, of files whose whole name matches a regular expression.
  record ListFiles(FileSource files, Optional<String> pattern) implements FileStatement {}

  /// `REMOVE @stage`.
  record RemoveFiles(FileSource files, Optional<String> pattern) implements FileStatement {}

  /// `COPY INTO table FROM …`: loads files that were not loaded before.
  ///
  /// @param columns empty for all
  /// @param selection what becomes of each row; empty for all columns as they are
  /// @param names only these files; empty for all
  /// @param options of the copy, keys in lower case: `force`, `purge`, `on_error`, `size_limit`
  record CopyIntoTable(
      ObjectName table,
      List<String> columns,
      FileSource from,
      Optional<Selection> selection,
      List<String> names,
      Optional<String> pattern,
      FormatClause format,
      SortedMap<String, String> options)
      implements FileStatement {}

  /// `COPY INTO location FROM …`.
  ///
  /// @param query whose rows become files, for the engine
  record CopyIntoFiles(
      FileSource to,
      String query,
      FormatClause format,
      SortedMap<String, String> options)
      implements FileStatement {
    @Override
    public String toString() {
      return "CopyIntoFiles[…]";
    }
  }

  /// `SELECT … INTO` a file: the same, answered with the number of rows; may have parameters.
  record SelectInto(CopyIntoFiles copy) implements FileStatement {}

  /// A query that reads files as tables, for the engine.
  ///
  /// @param text without the files, in whose places are blanks; `$1` in it is their first column
  /// @param files in the order of their places
  record StagedQuery(String text, List<StagedFiles> files) implements Statement {
    public StagedQuery {
      files = List.copyOf(files);
    }

    /// Without the text: it may hold anything.
    @Override
    public String toString() {
      return "StagedQuery" + files;
    }
  }

  record Begin(boolean readOnly) implements Statement {}

  record Commit() implements Statement {}

  record Rollback() implements Statement {}

  /// @param value empty for `TO DEFAULT` and RESET
  record SetVariable(String name, Optional<String> value, boolean local) implements Statement {
    @Override
    public String toString() {
      return "SetVariable[" + name + "]";
    }
  }

  /// RESET ALL, DISCARD ALL.
  record ResetAll() implements Statement {}

  /// `SHOW name`; `all` lists every variable.
  record ShowVariable(String name) implements Statement {}

  /// `DEALLOCATE`; empty is ALL. The protocol keeps the prepared statements.
  record Deallocate(Optional<String> name) implements Statement {}

  /// Statements about the session and its server, as MySQL's clients make them.
  sealed interface SessionStatement extends Statement {}

  /// Several settings in one statement, from left to right.
  record Assign(List<Assignment> assignments) implements SessionStatement {}

  /// @param value empty for DEFAULT
  record Assignment(String name, Optional<Value> value) {
    @Override
    public String toString() {
      return "Assignment[" + name + "]";
    }
  }

  /// What a setting is set to.
  sealed interface Value {
    record Text(String text) implements Value {
      @Override
      public String toString() {
        return "Text[…]";
      }
    }

    /// For the engine.
    record Expression(String sql) implements Value {
      @Override
      public String toString() {
        return "Expression[…]";
      }
    }
  }

  /// Names without a schema are looked up there from now on.
  record UseSchema(String name) implements SessionStatement {}

  /// The remarks of the statement before.
  record ShowRemarks(boolean errorsOnly, boolean count) implements SessionStatement {}

  /// The sessions of this server.
  record ShowSessions() implements SessionStatement {}

  /// A few numbers of the server.
  ///
  /// @param like only names like this pattern
  record ShowStatus(Optional<String> like) implements SessionStatement {}

  /// A query whose text depends on the schema of the session.
  ///
  /// @param schema instead of the session's
  /// @param table which must be there
  record AboutSchema(Optional<String> schema, Optional<String> table, Text text)
      implements SessionStatement {
    /// Makes the query for a schema.
    public interface Text {
      String in(String schema);
    }
  }

  /// @param whole also ends the session itself
  record Kill(int session, boolean whole) implements SessionStatement {}

  /// For the engine, untouched. A dialect's SHOW that is a SELECT over its catalog relations is one
  /// of these too.
  record Query(String text) implements Statement {
    @Override
    public String toString() {
      return "Query[…]";
    }
  }
}
