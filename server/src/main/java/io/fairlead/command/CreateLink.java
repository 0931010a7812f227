package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.connector.ConnectorType;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.Privilege;
import io.fairlead.model.Schema;
import io.fairlead.sql.LinkStatement;
import io.fairlead.sql.Statement;
import io.fairlead.sql.StorageClause;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// CREATE LINK: a CREATE CONNECTION whose options are written as JSON. Nothing is tried unless the
/// statement says so.
public final class CreateLink implements Command<LinkStatement.CreateLink> {
  private static final String TAG = "CREATE LINK";

  private final Definition definition;
  private final Command<Statement.CreateConnection> creation;
  private final Command<Statement.ReplaceConnection> replacement;

  public CreateLink(
      Definition definition,
      Command<Statement.CreateConnection> creation,
      Command<Statement.ReplaceConnection> replacement) {
    this.definition = definition;
    this.creation = creation;
    this.replacement = replacement;
  }

  @Override
  public Prepared prepare(
      LinkStatement.CreateLink statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    authorise(statement, actor, image);
    ConnectorType<?> type = definition.type(statement.type());
    TypedLink typed =
        TypedLink.read(
            type, new StorageClause.AsLink(statement.config(), statement.credentials()));
    Statement.CreateConnection create =
        new Statement.CreateConnection(
            statement.name(),
            statement.ifNotExists(),
            statement.type(),
            typed.options(),
            statement.description(),
            Optional.of(statement.validate().orElse(false)),
            statement.dialect(),
            Optional.of(typed.text()));
    Prepared prepared =
        statement.orReplace()
            ? replacement.prepare(
                new Statement.ReplaceConnection(create), actor, image, parameters)
            : creation.prepare(create, actor, image, parameters);
    return LinkReply.of(prepared, TAG, typed.notices());
  }

  private static void authorise(LinkStatement.CreateLink statement, Actor actor, Image image) {
    Optional<Connection> present =
        Lookup.find(image, Kind.CONNECTION, statement.name(), actor)
            .filter(Connection.class::isInstance)
            .map(Connection.class::cast);
    if (statement.orReplace() && present.isPresent()) {
      Rights.mustOwnOrHave(image, actor, Privilege.ALTER_LINK, present.get(), TAG);
      return;
    }
    Schema schema = Lookup.schema(image, Lookup.full(statement.name(), actor).schema());
    boolean may =
        Rights.access(image, actor).may(Privilege.CREATE_LINK, schema)
            || Rights.access(image, actor).may(Privilege.CREATE, schema);
    if (!may && !(statement.ifNotExists() && present.isPresent())) {
      throw Rights.commandDenied(actor, TAG, statement.name().object());
    }
  }
}
