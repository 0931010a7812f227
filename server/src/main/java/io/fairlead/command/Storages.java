package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.VaultType;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.sql.ObjectName;
import java.util.Optional;

/// The credential storages that secrets may be put into: vault connections.
public final class Storages {
  private final Connectors connectors;

  public Storages(Connectors connectors) {
    this.connectors = connectors;
  }

  /// The storage that is named for a new secret; it needs USAGE, and must be active.
  ///
  /// @param written empty for this server's own vault
  /// @return empty for this server's own vault, also where it is named
  Optional<ObjectId> forNew(Image image, Actor actor, Optional<ObjectName> written) {
    return written
        .filter(name -> !BuiltInVault.isNamed(name))
        .map(name -> active(Lookup.connection(image, name, actor), image, actor));
  }

  private ObjectId active(Connection storage, Image image, Actor actor) {
    Rights.mustUse(image, actor, storage);
    if (!(connectors.get(storage.type()) instanceof VaultType<?>)) {
      throw Problem.of(
              ProblemKind.WRONG_OBJECT_KIND,
              "connection \"" + storage.name().object() + "\" is not a credential storage")
          .withHint("Connections of type \"" + storage.type() + "\" keep no secrets.")
          .refusal();
    }
    OptionValue off = new OptionValue.Flag(false);
    if (storage.options().get(SharedOptions.ACTIVE).filter(off::equals).isPresent()) {
      throw Problem.of(
              ProblemKind.INVALID_OPTION,
              "credential storage \""
                  + storage.name().object()
                  + "\" is inactive: it takes no new secrets")
          .withDetail("Those that are in it stay usable.")
          .withHint("Make it active, or name another one.")
          .refusal();
    }
    return storage.id();
  }
}
