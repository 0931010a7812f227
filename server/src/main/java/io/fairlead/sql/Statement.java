package io.fairlead.sql;

import io.fairlead.model.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a client asks for, whatever the dialect. One record a statement, one file in `command` for
/// each. What Fairlead does not own is a [Query] and goes to the engine as it was written.
public sealed interface Statement {

  /// @param dialect the dialect that parsed it; SHOW CREATE answers in it
  /// @param validate as written; empty means the type's default
  record CreateConnection(
      ObjectName name,
      boolean ifNotExists,
      String type,
      List<OptionEdit.Set> options,
      Optional<Boolean> validate,
      String dialect)
      implements Statement {}

  record AlterConnection(
      ObjectName name,
      boolean ifExists,
      List<ConnectionAction> actions,
      Optional<Boolean> validate,
      String dialect)
      implements Statement {}

  record ValidateConnection(ObjectName name) implements Statement {}

  /// `SHOW CREATE CONNECTION`.
  ///
  /// @param redacted also hides values that are not secret by themselves but may be (user names,
  ///     certificates)
  record ShowCreateConnection(ObjectName name, boolean redacted) implements Statement {}

  record CreateSecret(ObjectName name, boolean ifNotExists, SecretSource value)
      implements Statement {}

  record AlterSecret(ObjectName name, boolean ifExists, SecretSource value) implements Statement {}

  /// An earlier value of a secret becomes a new one.
  ///
  /// @param value its number
  record RollbackSecret(ObjectName name, boolean ifExists, int value) implements Statement {}

  /// `ALTER SECRET | ROLE | SCHEMA … RENAME TO`; connections rename as a [ConnectionAction].
  record Rename(Kind kind, ObjectName name, boolean ifExists, String newName)
      implements Statement {}

  record ChangeOwner(Kind kind, ObjectName name, boolean ifExists, String newOwner)
      implements Statement {}

  record Drop(Kind kind, List<ObjectName> names, boolean ifExists, boolean cascade)
      implements Statement {}

  /// @param text empty (null) removes the comment
  record Comment(Kind kind, ObjectName name, @Nullable String text) implements Statement {}

  record CreateSchema(String name, boolean ifNotExists) implements Statement {}

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

  /// For the engine, untouched. A dialect's SHOW that is a SELECT over its catalog relations is one
  /// of these too.
  record Query(String text) implements Statement {
    @Override
    public String toString() {
      return "Query[…]";
    }
  }
}
