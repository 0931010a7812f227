package io.fairlead.command;

import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.GeneratedKeyPair;
import io.fairlead.model.KeyPair;
import io.fairlead.model.ObjectId;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.Slot;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/// Makes key pairs and puts their private halves away before anything refers to them.
public final class KeyPairs {
  private final SecretStores secrets;
  private final SecureRandom random;

  public KeyPairs(SecretStores secrets, SecureRandom random) {
    this.secrets = secrets;
    this.random = random;
  }

  List<KeyPair> make(ConnectorType<?> type, ObjectId connection, int count) {
    List<KeyPair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      GeneratedKeyPair generated = type.generateKeyPair(random);
      try (SecretBytes key = generated.privateKey()) {
        pairs.add(
            new KeyPair(
                generated.publicKey(), secrets.standard().keep(new Slot(connection, Slot.KEY), key)));
      }
    }
    return pairs;
  }

  /// Takes back what [#make] kept for a statement that was refused after all.
  void forget(ObjectId connection, List<KeyPair> pairs) {
    pairs.forEach(pair -> secrets.remove(new Slot(connection, Slot.KEY), pair.privateKey()));
  }
}
