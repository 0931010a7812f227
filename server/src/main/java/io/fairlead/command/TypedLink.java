package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.OptionSpec;
import io.fairlead.model.LinkText;
import io.fairlead.sql.JsonObject;
import io.fairlead.sql.LinkClause;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.StorageClause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CONFIG and CREDENTIALS of a connection that is to be made, as options of its type: of a link, and of
/// what is typed in the place of a link's name.
///
/// @param text how they were written, without what is secret
/// @param notices of what stood in the wrong place
record TypedLink(List<OptionEdit.Set> options, LinkText text, List<Problem> notices) {
  TypedLink {
    options = List.copyOf(options);
    notices = List.copyOf(notices);
  }

  static TypedLink read(ConnectorType<?> type, StorageClause.AsLink clauses) {
    LinkOptions options = new LinkOptions(type);
    JsonObject typed = json(clauses.config());
    JsonObject config = options.config(typed);
    options.credentials(json(clauses.credentials()));
    String written = clauses.config().map(LinkClause.Whole::text).orElse("{}");
    return new TypedLink(
        withoutBrokers(type, options.edits()),
        new LinkText(config.equals(typed) ? written : config.text(), options.credentials()),
        options.notices());
  }

  private static JsonObject json(Optional<LinkClause.Whole> clause) {
    return clause.map(LinkClause.Whole::json).orElse(JsonObject.EMPTY);
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
