package io.fairlead.vault;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.EgressDialer;
import io.fairlead.connector.EgressPolicy;
import io.fairlead.connector.SecretUses;
import io.fairlead.connector.SignIns;
import io.fairlead.model.Connection;
import io.fairlead.model.Header;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import io.fairlead.model.Touch;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStore;
import io.fairlead.secret.SecretStoreContract;
import io.fairlead.secret.SecretStores;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;


/// A vault of others is a secret store like any other.
final class VaultStoreTest extends SecretStoreContract {
  private static final ObjectId VAULT = new ObjectId(7);

  private final VaultDouble peer = new VaultDouble(REVEAL);
  private final Image image =
      Image.EMPTY.with(
          new Connection(
              Header.first(
                  VAULT,
                  new Name(Name.PUBLIC, "v"),
                  new ObjectId(1),
                  new Touch(Instant.EPOCH, "admin")),
              VaultDouble.NAME,
              Options.NONE,
              List.of(),
              "test"));

  private final SecretStore store = vaults().apply(VAULT.toString()).orElseThrow();

  private Vaults vaults() {
    VaultCalls calls =
        new VaultCalls(
            new Connectors(List.of(peer)),
            new SecretStores(List.of(new NoSecrets())),
            new EgressDialer(new EgressPolicy(true, true)),
            new SecretUses(InstantSource.system()),
            (_, _) -> SignIns.PRESENT,
            () -> image,
            System::nanoTime);
    return new Vaults(
        calls,
        () -> image,
        "0b9ad5a7-52fe-4e2b-9b62-0c6f3f5a0f1e",
        new SecureRandom(),
        REVEAL,
        System::nanoTime,
        InstantSource.system());
  }

  @Override
  protected SecretStore store() {
    return store;
  }

  /// Azure's rules are the narrowest: letters, digits and hyphens, at most 127.
  @Test
  void namesAreValidInEveryVault() {
    String name = store.keep(SLOT, SecretBytes.of("x")).key();
    assertTrue(Pattern.matches("[a-zA-Z][a-zA-Z0-9-]{0,126}", name), name);
    assertTrue(name.startsWith("fairlead-0b9ad5a7-52fe-4e2b-9b62-0c6f3f5a0f1e-u4-"), name);
  }
}
