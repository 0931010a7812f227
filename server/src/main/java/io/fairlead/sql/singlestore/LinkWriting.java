package io.fairlead.sql.singlestore;

import io.fairlead.model.LinkText;
import io.fairlead.sql.BackslashLiteral;
import io.fairlead.sql.JsonObject;
import io.fairlead.sql.LinkClause;
import io.fairlead.sql.LinkEdits;
import io.fairlead.sql.StandardText;
import io.fairlead.sql.LinkStatement;
import io.fairlead.sql.Statement;
import io.fairlead.sql.StorageClause;
import io.fairlead.sql.WithClause;
import java.util.Optional;
import java.util.stream.Collectors;

/// Statements about links on one line. Of their JSON only the keys of CONFIG are printed: what was
/// typed as a value may be a secret in the wrong place.
final class LinkWriting {
  /// In the place of what nobody can read back.
  private static final String REDACTED = "<CREDENTIALS REDACTED>";

  private LinkWriting() {}

  static Optional<String> of(Statement statement, LinkTypes types) {
    return switch (statement) {
      case LinkStatement.CreateLink create -> Optional.of(create(create, types));
      case LinkStatement.AlterLink alter -> Optional.of(alter(alter));
      case LinkStatement.DropLink(Statement.Drop drop) -> Optional.of(drop(drop));
      case LinkStatement.ShowLinks(Optional<String> schema, Optional<String> like, String _) ->
          Optional.of(
              "SHOW LINKS"
                  + schema.map(name -> " ON " + MysqlName.of(name)).orElse("")
                  + like.map(text -> " LIKE " + MysqlName.text(text)).orElse(""));
      case LinkStatement.ShowCreateLink(var name, String _) ->
          Optional.of("SHOW CREATE LINK " + MysqlName.of(name));
      default -> Optional.empty();
    };
  }

  /// What stands behind the path of a link that is typed in its place.
  static String of(StorageClause.AsLink typed) {
    return typed.config().map(clause -> " CONFIG " + hidden(clause)).orElse("")
        + typed.credentials().map(clause -> " CREDENTIALS " + hidden(clause)).orElse("");
  }

  private static String create(LinkStatement.CreateLink create, LinkTypes types) {
    return (create.orReplace() ? "CREATE OR REPLACE LINK " : "CREATE LINK ")
        + (create.ifNotExists() ? "IF NOT EXISTS " : "")
        + MysqlName.of(create.name())
        + " AS "
        + types.word(create.type())
        + create.config().map(clause -> " CONFIG " + hidden(clause)).orElse("")
        + create.credentials().map(clause -> " CREDENTIALS " + hidden(clause)).orElse("")
        + (create.description().isEmpty()
            ? ""
            : " DESCRIPTION " + MysqlName.text(create.description()))
        + new WithClause(create.validate(), Optional.empty()).text();
  }

  private static String alter(LinkStatement.AlterLink alter) {
    return "ALTER LINK "
        + (alter.ifExists() ? "IF EXISTS " : "")
        + MysqlName.of(alter.name())
        + edits(new LinkEdits(alter.config(), alter.credentials()))
        + alter.ifVersion().map(version -> " IF VERSION " + version).orElse("")
        + new WithClause(alter.validate(), alter.overlap(), alter.pause()).text();
  }

  static String edits(LinkEdits edits) {
    return edits.config().map(clause -> " SET CONFIG " + hidden(clause)).orElse("")
        + edits.credentials().map(clause -> " SET CREDENTIALS " + hidden(clause)).orElse("");
  }

  /// The keys, which are no secrets, with stars for values. A malformed statement never comes here.
  private static String hidden(LinkClause clause) {
    return switch (clause) {
      case LinkClause.OneKey(String key, String _) ->
          "::" + MysqlName.of(key) + " = " + StandardText.STARS;
      case LinkClause.Whole(String _, JsonObject json) ->
          MysqlName.text(
              json.members().stream()
                  .map(member -> JsonObject.quoted(member.key()) + ":\"********\"")
                  .collect(Collectors.joining(",", "{", "}")));
    };
  }

  private static String drop(Statement.Drop drop) {
    return "DROP LINK "
        + (drop.ifExists() ? "IF EXISTS " : "")
        + drop.names().stream().map(MysqlName::of).collect(Collectors.joining(", "))
        + drop.ifVersion().map(version -> " IF VERSION " + version).orElse("")
        + (drop.cascade() ? " CASCADE" : "");
  }

  /// As [#of], with CONFIG as it is.
  static String made(StorageClause.AsLink typed) {
    return typed.config().map(clause -> " CONFIG " + MysqlName.text(clause.text())).orElse("")
        + " CREDENTIALS "
        + REDACTED;
  }

  /// The vendor's form, on purpose not one to be run: nobody can read the credentials.
  static String made(Statement.CreateConnection made, LinkTypes types) {
    String config = made.link().map(LinkText::config).orElse(JsonObject.EMPTY.text());
    return "CREATE LINK "
        + MysqlName.of(made.name().object())
        + " AS "
        + types.word(made.type())
        + " CONFIG "
        + BackslashLiteral.of(config, '"')
        + " CREDENTIALS " + REDACTED;
  }
}
