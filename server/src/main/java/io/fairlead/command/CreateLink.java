package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.OptionSpec;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.LinkText;
import io.fairlead.model.Privilege;
import io.fairlead.model.Schema;
import io.fairlead.sql.JsonObject;
import io.fairlead.sql.LinkClause;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.LinkStatement;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
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
    LinkOptions options = new LinkOptions(type);
    JsonObject config = options.config(json(statement.config()));
    options.credentials(json(statement.credentials()));
    String typed = statement.config().map(LinkClause.Whole::text).orElse("{}");
    boolean whole = config.equals(json(statement.config()));
    Statement.CreateConnection create =
        new Statement.CreateConnection(
            statement.name(),
            statement.ifNotExists(),
            statement.type(),
            withoutBrokers(type, options.edits()),
            statement.description(),
            Optional.of(statement.validate().orElse(false)),
            statement.dialect(),
            Optional.of(new LinkText(whole ? typed : config.text(), options.credentials())));
    Prepared prepared =
        statement.orReplace()
            ? replacement.prepare(
                new Statement.ReplaceConnection(create), actor, image, parameters)
            : creation.prepare(create, actor, image, parameters);
    return LinkReply.of(prepared, TAG, options.notices());
  }

  private static JsonObject json(Optional<LinkClause.Whole> clause) {
    return clause.map(LinkClause.Whole::json).orElse(JsonObject.EMPTY);
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

  /// A KAFKA link has none: each of its users names the brokers that it reads from.
  private static List<OptionEdit.Set> withoutBrokers(
      ConnectorType<?> type, List<OptionEdit.Set> written) {
    Optional<OptionSpec> brokers =
        type.options().stream()
            .filter(spec -> spec.shape() == OptionSpec.Shape.BROKERS)
            .findFirst();
    if (brokers.isEmpty()) {
      return written;
    }
    boolean named =
        written.stream()
            .map(set -> type.option(set.key()))
            .flatMap(Optional::stream)
            .anyMatch(
                spec ->
                    spec.group().equals(brokers.get().group())
                        || spec.shape() == OptionSpec.Shape.CONNECTION_WITH_PORT);
    List<OptionEdit.Set> all = new ArrayList<>(written);
    if (!named) {
      all.add(new OptionEdit.Set(brokers.get().key(), new OptionLiteral.Items(List.of()), 0));
    }
    return all;
  }
}
