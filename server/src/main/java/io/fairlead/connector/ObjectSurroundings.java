package io.fairlead.connector;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.KeyPair;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretVersion;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.Slot;
import java.util.Optional;
import java.util.function.Function;

/// The surroundings that the objects of one image make, whoever has them.
public final class ObjectSurroundings implements Surroundings {
  private final Function<ObjectId, Optional<CatalogObject>> objects;
  private final Connectors connectors;
  private final SecretStores secrets;

  /// @param objects finds an object of the image by its id
  public ObjectSurroundings(
      Function<ObjectId, Optional<CatalogObject>> objects,
      Connectors connectors,
      SecretStores secrets) {
    this.objects = objects;
    this.connectors = connectors;
    this.secrets = secrets;
  }

  @Override
  public Connection connection(ObjectId id) {
    if (objects.apply(id).orElse(null) instanceof Connection connection) {
      return connection;
    }
    throw Refusal.of(ProblemKind.UNKNOWN_OBJECT, "a connection that it uses has been dropped");
  }

  @Override
  public TunnelType<?> tunnelType(String type) {
    return connectors.tunnel(type);
  }

  @Override
  public SignerType<?> signerType(String type) {
    return connectors.signer(type);
  }

  @Override
  public SecretBytes secret(OptionValue.SecretUse use) {
    return secrets.read(new Slot(use.secret(), Slot.VALUE), version(use).material());
  }

  /// The version that a use means here.
  ///
  /// @throws Refusal when it is not there
  public SecretVersion version(OptionValue.SecretUse use) {
    if (!(objects.apply(use.secret()).orElse(null) instanceof Secret secret)) {
      throw Refusal.of(ProblemKind.UNKNOWN_OBJECT, "a secret that it uses has been dropped");
    }
    if (use.version().isEmpty()) {
      return secret.current();
    }
    return secret
        .version(use.version().get())
        .orElseThrow(
            () ->
                Refusal.of(
                    ProblemKind.UNKNOWN_OBJECT,
                    "a version of a secret that it uses is not kept any more"));
  }

  @Override
  public SecretBytes privateKey(ObjectId connection, KeyPair pair) {
    return secrets.read(new Slot(connection, Slot.KEY), pair.privateKey());
  }
}
