package io.fairlead.sql;

import io.fairlead.model.Kind;
import java.util.List;
import java.util.stream.Collectors;

/// The spelling of statements about privileges and about all that a role owns.
final class RightsText {
  private RightsText() {}

  static String of(Statement statement) {
    return switch (statement) {
      case Statement.GrantPrivileges(
              List<PrivilegeWord> words, GrantTarget target, List<String> grantees) ->
          grant(words, target(target), grantees);
      case Statement.RevokePrivileges(
              List<PrivilegeWord> words, GrantTarget target, List<String> grantees) ->
          revoke(words, target(target), grantees);
      case Statement.AlterDefaultPrivileges alter -> defaults(alter);
      case Statement.DropOwned(List<String> roles, boolean cascade) ->
          "DROP OWNED BY " + PrintedName.list(roles) + (cascade ? " CASCADE" : "");
      case Statement.ReassignOwned(List<String> roles, String newOwner) ->
          "REASSIGN OWNED BY " + PrintedName.list(roles) + " TO " + PrintedName.of(newOwner);
      default -> throw new IllegalArgumentException("not a statement about rights");
    };
  }

  private static String grant(List<PrivilegeWord> words, String target, List<String> grantees) {
    return "GRANT " + privileges(words) + " ON " + target + " TO " + grantees(grantees);
  }

  private static String revoke(List<PrivilegeWord> words, String target, List<String> grantees) {
    return "REVOKE " + privileges(words) + " ON " + target + " FROM " + grantees(grantees);
  }

  private static String defaults(Statement.AlterDefaultPrivileges alter) {
    String creators =
        alter.creators().isEmpty() ? "ALL ROLES" : "ROLE " + PrintedName.list(alter.creators());
    String kinds = plural(alter.kind());
    return "ALTER DEFAULT PRIVILEGES FOR "
        + creators
        + inSchemas(alter.schemas())
        + " "
        + (alter.grant()
            ? grant(alter.privileges(), kinds, alter.grantees())
            : revoke(alter.privileges(), kinds, alter.grantees()));
  }

  private static String privileges(List<PrivilegeWord> words) {
    return words.isEmpty()
        ? "ALL"
        : words.stream().map(PrivilegeWord::name).collect(Collectors.joining(", "));
  }

  private static String target(GrantTarget target) {
    return switch (target) {
      case GrantTarget.Named(Kind kind, List<ObjectName> names) ->
          kind.keyword() + " " + names(names);
      case GrantTarget.Listed(Listing of, List<ObjectName> names) ->
          Letters.upper(of.word()) + " " + names(names);
      case GrantTarget.All(Kind kind, List<String> schemas) ->
          "ALL " + plural(kind) + inSchemas(schemas);
    };
  }

  private static String names(List<ObjectName> names) {
    return names.stream().map(PrintedName::of).collect(Collectors.joining(", "));
  }

  private static String plural(Kind kind) {
    return kind.keyword() + "S";
  }

  private static String inSchemas(List<String> schemas) {
    return schemas.isEmpty() ? "" : " IN SCHEMA " + PrintedName.list(schemas);
  }

  private static String grantees(List<String> names) {
    return names.stream()
        .map(name -> name.equals("public") ? "PUBLIC" : PrintedName.of(name))
        .collect(Collectors.joining(", "));
  }
}
