package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.OptionSpec;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.LinkText;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Privilege;
import io.fairlead.sql.ConnectionAction;
import io.fairlead.sql.JsonObject;
import io.fairlead.sql.LinkClause;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.Reply;
import io.fairlead.sql.LinkStatement;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// ALTER LINK: an ALTER CONNECTION whose options are written as JSON. A whole JSON stands in the place
/// of its clause, `::key` adds or changes one key. Both clauses together are one version, or none.
///
/// While pipelines run on a link it is not changed (SingleStore's rule), unless they are to follow, by
/// PAUSE or by the session's `alter_running`: then what they will use is tried first.
///
/// What a clause holds is known of one version only: a link that somebody changes at the same time is a
/// conflict.
public final class AlterLink implements Command<LinkStatement.AlterLink> {
  private static final String TAG = "ALTER LINK";

  private final Definition definition;
  private final Command<Statement.AlterConnection> alteration;

  public AlterLink(Definition definition, Command<Statement.AlterConnection> alteration) {
    this.definition = definition;
    this.alteration = alteration;
  }

  @Override
  public Prepared prepare(
      LinkStatement.AlterLink statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    if (statement.ifExists()
        && Lookup.find(image, Kind.CONNECTION, statement.name(), actor).isEmpty()) {
      return new Prepared.Answer(
          Reply.done(TAG, List.of(Lookup.skipped(Kind.CONNECTION, statement.name()))));
    }
    Connection before = Lookup.connection(image, statement.name(), actor);
    Rights.mustOwnOrHave(image, actor, Privilege.ALTER_LINK, before, TAG);
    ConnectorType<?> type = definition.type(before.type());
    LinkOptions options = new LinkOptions(type);
    LinkConfig present = new LinkConfig(image, before, Optional.of(type));
    String config =
        statement.config().map(clause -> config(clause, present, options)).orElse("");
    statement.credentials().ifPresent(clause -> options.credentials(json(clause)));
    boolean keepsText = statement.config().isEmpty() && before.link().isPresent();
    LinkText text =
        new LinkText(
            keepsText ? present.text() : statement.config().isEmpty() ? present.json().text() : config,
            credentials(statement, before, options, config));
    boolean pause = statement.pause().orElse(actor.pipelinesFollow());
    Statement.AlterConnection alter =
        new Statement.AlterConnection(
            statement.name(),
            false,
            List.of(
                new ConnectionAction.EditOptions(edits(statement, present, type, options)),
                new ConnectionAction.WriteLink(text)),
            Optional.of(statement.validate().orElse(pause)),
            statement.overlap(),
            statement.ifVersion(),
            statement.dialect());
    return LinkReply.of(
        alteration.prepare(alter, actor, image, parameters),
        TAG,
        options.notices(),
        latest -> mustBe(before, statement, pause, actor, latest));
  }

  private static JsonObject json(LinkClause clause) {
    return switch (clause) {
      case LinkClause.Whole(String _, JsonObject json) -> json;
      case LinkClause.OneKey(String key, String value) ->
          JsonObject.EMPTY.with(key, new OptionLiteral.Text(value));
    };
  }

  /// CONFIG after the statement. An ALTER writes it without the space between its parts.
  private static String config(LinkClause clause, LinkConfig present, LinkOptions options) {
    JsonObject open = options.config(json(clause));
    return switch (clause) {
      case LinkClause.Whole _ -> open.text();
      case LinkClause.OneKey _ -> {
        JsonObject all = present.json();
        for (JsonObject.Member member : open.members()) {
          all = all.with(member.key(), member.value());
        }
        yield all.text();
      }
    };
  }

  /// What belongs to CREDENTIALS afterwards.
  private static Set<String> credentials(
      LinkStatement.AlterLink statement, Connection before, LinkOptions options, String config) {
    Set<String> keys = new TreeSet<>();
    if (!(statement.credentials().orElse(null) instanceof LinkClause.Whole)) {
      before.link().ifPresent(link -> keys.addAll(link.credentials()));
    }
    if (!config.isEmpty()) {
      Set<String> set =
          options.edits().stream().map(OptionEdit.Set::key).collect(Collectors.toSet());
      keys.removeAll(set);
    }
    keys.addAll(options.credentials());
    return keys;
  }

  /// What a whole clause does not name any more is reset.
  private static List<OptionEdit> edits(
      LinkStatement.AlterLink statement,
      LinkConfig present,
      ConnectorType<?> type,
      LinkOptions options) {
    boolean config = statement.config().orElse(null) instanceof LinkClause.Whole;
    boolean credentials = statement.credentials().orElse(null) instanceof LinkClause.Whole;
    List<OptionEdit> edits = new ArrayList<>(options.edits());
    Set<String> set =
        options.edits().stream().map(OptionEdit.Set::key).collect(Collectors.toSet());
    present
        .connection()
        .options()
        .values()
        .forEach(
            (key, value) -> {
              boolean goes = present.isCredential(key) ? credentials : config;
              if (goes && !set.contains(key) && isWritten(type, key, value)) {
                edits.add(new OptionEdit.Reset(key, 0));
              }
            });
    return edits;
  }

  /// Not what the server wrote, and not that there are no brokers.
  private static boolean isWritten(ConnectorType<?> type, String key, OptionValue value) {
    boolean system =
        type.option(key)
            .filter(spec -> spec.shape() == OptionSpec.Shape.SYSTEM)
            .isPresent();
    return !system && !(value instanceof OptionValue.Items(var items) && items.isEmpty());
  }

  /// The last word before the change: what must hold of the link and of its users stands here.
  private static void mustBe(
      Connection seen,
      LinkStatement.AlterLink statement,
      boolean pause,
      Actor actor,
      Image latest) {
    Optional<Integer> version =
        Lookup.find(latest, Kind.CONNECTION, statement.name(), actor)
            .filter(found -> found.id().equals(seen.id()))
            .map(found -> found.version());
    if (!version.equals(Optional.of(seen.version()))) {
      throw Problem.of(
              ProblemKind.CONFLICT,
              "connection \"" + seen.name().object() + "\" was changed meanwhile")
          .withHint("Try again.")
          .refusal();
    }
    if (!pause) {
      RunningPipelines.mustBeNone(latest, seen);
    }
  }
}
