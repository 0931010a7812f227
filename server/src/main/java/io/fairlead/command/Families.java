package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.IdentityType;
import io.fairlead.connector.LocationType;
import io.fairlead.connector.VaultType;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.sql.Listing;
import java.util.Optional;

/// The families of connections that have a name of their own: who names one means that one.
public final class Families {
  private final Connectors connectors;

  public Families(Connectors connectors) {
    this.connectors = connectors;
  }

  /// What is named as one of a family must be one.
  ///
  /// @param family empty for any object
  void mustBe(CatalogObject named, Optional<Listing> family) {
    if (family.isPresent() && !(named instanceof Connection found && isOf(found, family.get()))) {
      throw Problem.of(
              ProblemKind.WRONG_OBJECT_KIND,
              "%s \"%s\" is not %s"
                  .formatted(named.kind().word(), named.name().object(), one(family.get())))
          .withHint("Name it as a CONNECTION, or name " + one(family.get()) + ".")
          .refusal();
    }
  }

  private boolean isOf(Connection connection, Listing family) {
    ConnectorType<?> type = connectors.find(connection.type()).orElse(null);
    return switch (family) {
      case CREDENTIAL_STORAGE -> type instanceof VaultType<?>;
      case STORAGE_CREDENTIAL -> type instanceof IdentityType<?>;
      case EXTERNAL_LOCATION -> type instanceof LocationType<?>;
      case CONNECTION, CREDENTIAL, TOKEN -> true;
    };
  }

  private static String one(Listing family) {
    return (family == Listing.EXTERNAL_LOCATION ? "an " : "a ") + family.word();
  }
}
