package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.command.TypedSecrets.Drafts;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Connectors;
import io.fairlead.model.Connection;
import io.fairlead.model.Header;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import io.fairlead.secret.FleetingStore;
import io.fairlead.secret.SecretStores;
import io.fairlead.sql.OptionEdit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// A connection of options that were typed beside the location of files, for the one statement in
/// which they stand: like any other by its rules, and in no catalog, history or vault.
///
/// @param image the catalog's objects, and beside them the connection and its secrets
/// @param material what those secrets hold; whoever has this closes it
public record TypedConnection(Image image, Connection connection, FleetingStore material) {
  /// How messages call it.
  private static final String NAME = "of this statement";

  /// The ids of the connection and of the secrets that were typed for it.
  public Set<ObjectId> made() {
    Set<ObjectId> made = new TreeSet<>(Set.of(connection.id()));
    OwnSecrets.of(image, connection).forEach(secret -> made.add(secret.id()));
    return made;
  }

  /// Makes them.
  public static final class Maker {
    private final Connectors connectors;
    private final SecretStores secrets;
    private final Supplier<ObjectId> newId;

    public Maker(Connectors connectors, SecretStores secrets, Supplier<ObjectId> newId) {
      this.connectors = connectors;
      this.secrets = secrets;
      this.newId = newId;
    }

    /// For whoever may make a connection where they are.
    ///
    /// @param type of connection
    TypedConnection make(
        ConnectorType<?> type, List<OptionEdit.Set> typed, Actor actor, Image image) {
      Rights.mustCreateIn(image, actor, actor.schema());
      FleetingStore material = new FleetingStore();
      try {
        return make(type, typed, actor, image, material);
      } catch (RuntimeException refused) {
        material.close();
        throw refused;
      }
    }

    private TypedConnection make(
        ConnectorType<?> type,
        List<OptionEdit.Set> typed,
        Actor actor,
        Image image,
        FleetingStore material) {
      SecretStores stores = secrets.keepingIn(material);
      OwnSecrets own = new OwnSecrets(stores, newId);
      Header header =
          Header.first(
              newId.get(),
              new Name(actor.schema(), NAME),
              actor.role(),
              Placement.UNCOMMITTED);
      TypedSecrets found = own.typed(typed);
      Drafts checked = found.among(image, header, Options.NONE, Placement.UNCOMMITTED);
      Options options =
          new Definition(connectors)
              .edited(type, Options.NONE, List.copyOf(typed), true, actor, checked);
      Drafts drafts =
          own.keep(found, checked, options)
              .among(image, header, Options.NONE, Placement.UNCOMMITTED);
      Connection connection = new Connection(header, type.name(), options, List.of(), "");
      new SecretContents(connectors, stores)
          .mustFit(drafts.image(), drafts.ids(), connection);
      return new TypedConnection(drafts.image().with(connection), connection, material);
    }
  }
}
