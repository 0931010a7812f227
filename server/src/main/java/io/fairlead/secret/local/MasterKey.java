package io.fairlead.secret.local;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Store;
import io.fairlead.catalog.Store.StoreFull;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The key under which the local vault seals, or the reason why there is none. The store keeps a known
/// text sealed under it, the key check, so that a wrong key is noticed before it is used.
public final class MasterKey {
  /// The name of the note with the key check.
  public static final String CHECK = "master-key-check";

  private static final byte[] KNOWN = "fairlead".getBytes(StandardCharsets.US_ASCII);

  private final @Nullable Aead aead;
  private final String why;

  private MasterKey(@Nullable Aead aead, String why) {
    this.aead = aead;
    this.why = why;
  }

  /// Finds the key of this catalog; makes one for a catalog that has never had one. Called at start,
  /// before anything else writes to the store. When the key is missing or wrong, nothing is written.
  ///
  /// @throws io.fairlead.base.Refusal when the key file is not kept as a key should be
  public static MasterKey find(KeySource source, Store store) throws StoreFull {
    String catalog = store.head().catalog();
    Optional<byte[]> check = store.note(CHECK);
    Optional<KeysetHandle> found;
    try {
      found = source.load();
      if (check.isPresent()) {
        return checked(found, check.get(), catalog);
      }
      if (hasMaterial(store)) {
        return new MasterKey(null, "The catalog has secrets, but its key check is gone.");
      }
      if (found.isEmpty() && !source.canCreate()) {
        return new MasterKey(null, "No master key is given.");
      }
      Aead aead = aead(found.isPresent() ? found.get() : source.create());
      store.keepNote(CHECK, aead.encrypt(KNOWN, checkBinding(catalog)));
      return new MasterKey(aead, "");
    } catch (GeneralSecurityException e) {
      return new MasterKey(null, "What is given as the master key is not a Tink keyset for AEAD.");
    }
  }

  private static MasterKey checked(Optional<KeysetHandle> found, byte[] check, String catalog)
      throws GeneralSecurityException {
    if (found.isEmpty()) {
      return new MasterKey(null, "The master key is missing.");
    }
    Aead aead = aead(found.get());
    try {
      if (Arrays.equals(aead.decrypt(check, checkBinding(catalog)), KNOWN)) {
        return new MasterKey(aead, "");
      }
    } catch (GeneralSecurityException e) {
      // A wrong key and a damaged check look the same.
    }
    return new MasterKey(null, "The master key is not the one of this catalog.");
  }

  private static Aead aead(KeysetHandle keyset) throws GeneralSecurityException {
    return keyset.getPrimitive(AeadConfig2026.get(), Aead.class);
  }

  private static byte[] checkBinding(String catalog) {
    return Binding.of("check", catalog);
  }

  private static boolean hasMaterial(Store store) {
    boolean[] found = {false};
    store.materialKeys(_ -> found[0] = true);
    return found[0];
  }

  public boolean isMissing() {
    return aead == null;
  }

  /// Why the vault is sealed, as a sentence for the log; empty when it is not.
  public String reason() {
    return why;
  }

  /// @throws io.fairlead.base.Refusal while the vault is sealed
  Aead aead() {
    Aead present = aead;
    if (present == null) {
      throw Problem.of(ProblemKind.SEALED, "the local vault is sealed")
          .withDetail(why)
          .withHint("Start the server with the master key of this catalog.")
          .refusal();
    }
    return present;
  }
}
