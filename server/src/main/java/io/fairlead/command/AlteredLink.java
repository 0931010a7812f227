package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.OptionSpec;
import io.fairlead.model.Connection;
import io.fairlead.model.LinkText;
import io.fairlead.model.OptionValue;
import io.fairlead.sql.ConnectionAction;
import io.fairlead.sql.JsonObject;
import io.fairlead.sql.LinkClause;
import io.fairlead.sql.LinkEdits;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// SET CONFIG and SET CREDENTIALS of a connection, as edits of its options. A whole JSON stands in the
/// place of its clause, `::key` adds or changes one key. What a clause holds is known of one version
/// only.
///
/// @param actions for ALTER CONNECTION
/// @param notices of what stood in the wrong place
record AlteredLink(
    Connection before, List<ConnectionAction> actions, List<Problem> notices) {

  static AlteredLink read(
      LinkEdits clauses, Connection before, ConnectorType<?> type, Image image) {
    LinkOptions options = new LinkOptions(type);
    LinkConfig present = new LinkConfig(image, before, Optional.of(type));
    String config =
        clauses.config().map(clause -> config(clause, present, options)).orElse("");
    clauses.credentials().ifPresent(clause -> options.credentials(json(clause)));
    boolean keepsText = before.link().isPresent();
    String unchanged = keepsText ? present.text() : present.json().text();
    LinkText text =
        new LinkText(
            clauses.config().isEmpty() ? unchanged : config,
            credentials(clauses, before, options, config));
    return new AlteredLink(
        before,
        List.of(
            new ConnectionAction.EditOptions(edits(clauses, present, type, options)),
            new ConnectionAction.WriteLink(text)),
        options.notices());
  }

  /// A connection that somebody changes at the same time is a conflict.
  void mustBePresent(Image latest) {
    Optional<Integer> version = latest.connection(before.id()).map(Connection::version);
    if (!version.equals(Optional.of(before.version()))) {
      throw Problem.of(
              ProblemKind.CONFLICT,
              "connection \"" + before.name().object() + "\" was changed meanwhile")
          .withHint("Try again.")
          .refusal();
    }
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
      LinkEdits clauses, Connection before, LinkOptions options, String config) {
    Set<String> keys = new TreeSet<>();
    if (!(clauses.credentials().orElse(null) instanceof LinkClause.Whole)) {
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
      LinkEdits clauses,
      LinkConfig present,
      ConnectorType<?> type,
      LinkOptions options) {
    boolean config = clauses.config().orElse(null) instanceof LinkClause.Whole;
    boolean credentials = clauses.credentials().orElse(null) instanceof LinkClause.Whole;
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
}
