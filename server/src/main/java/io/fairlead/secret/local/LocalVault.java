package io.fairlead.secret.local;

import com.google.crypto.tink.Aead;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Material;
import io.fairlead.catalog.MaterialTable;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.MaterialRef;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStore;
import io.fairlead.secret.Slot;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Keeps secrets in the catalog's database, each sealed under the master key and bound to the
/// catalog, the object, the slot and its own key: a row that was copied to another place does not
/// open there.
public final class LocalVault implements SecretStore {
  public static final String BACKEND = "local";

  private static final int KEY_BYTES = 16;

  private final MasterKey master;
  private final String catalog;
  private final MaterialTable table;
  private final SecureRandom random;
  private final Reveal reveal;

  /// @param catalog the catalog's id
  public LocalVault(
      MasterKey master, String catalog, MaterialTable table, SecureRandom random, Reveal reveal) {
    this.master = master;
    this.catalog = catalog;
    this.table = table;
    this.random = random;
    this.reveal = reveal;
  }

  /// The keys under which this vault keeps the material of an object.
  static List<String> keysOf(CatalogObject object) {
    return object.material().stream()
        .filter(material -> material.backend().equals(BACKEND))
        .map(MaterialRef::key)
        .toList();
  }

  @Override
  public String backend() {
    return BACKEND;
  }

  @Override
  public boolean isSealed() {
    return master.isMissing();
  }

  @Override
  public MaterialRef keep(Slot slot, SecretBytes value) {
    Aead aead = master.aead();
    if (value.length() > Limits.SECRET_BYTES) {
      throw Refusal.of(
          ProblemKind.TOO_LARGE,
          "a secret may have at most " + Limits.SECRET_BYTES + " bytes");
    }
    byte[] name = new byte[KEY_BYTES];
    random.nextBytes(name);
    String key = HexFormat.of().formatHex(name);
    byte[] plain = value.reveal(reveal);
    byte[] padded = Padding.add(plain);
    try {
      table.keep(new Material(key, aead.encrypt(padded, binding(slot, key))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the master key does not seal", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
      Arrays.fill(padded, (byte) 0);
    }
    return new MaterialRef(BACKEND, key);
  }

  @Override
  public SecretBytes read(Slot slot, MaterialRef material) {
    Aead aead = master.aead();
    byte[] sealed = table.read(material.key()).orElseThrow(() -> unavailable(slot));
    byte[] padded = {};
    byte[] plain = {};
    try {
      padded = aead.decrypt(sealed, binding(slot, material.key()));
      plain = Padding.remove(padded);
      return SecretBytes.of(plain);
    } catch (GeneralSecurityException e) {
      throw unavailable(slot);
    } finally {
      Arrays.fill(padded, (byte) 0);
      Arrays.fill(plain, (byte) 0);
    }
  }

  @Override
  public void remove(Slot slot, MaterialRef material) {
    master.aead();
    table.remove(List.of(material.key()));
  }

  private byte[] binding(Slot slot, String key) {
    return Binding.of("material", catalog, slot.object().toString(), slot.name(), key);
  }

  /// One answer whatever is wrong with a row, so that nobody learns from it how to forge one.
  private static Refusal unavailable(Slot slot) {
    return Problem.of(
            ProblemKind.SECRET_UNAVAILABLE,
            "the secret material of object \"" + slot.object() + "\" cannot be opened")
        .withDetail("It is missing, damaged, or belongs to another object.")
        .withHint("Give the object a new value, or restore the catalog from a backup.")
        .refusal();
  }
}
