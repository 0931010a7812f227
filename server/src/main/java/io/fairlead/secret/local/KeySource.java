package io.fairlead.secret.local;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Optional;

/// Where the master key comes from. It is a Tink keyset in JSON, which Tink's own tools can make,
/// extend and rotate.
public sealed interface KeySource permits KeyFile, KeySource.Given {
  /// @return empty when there is no key at this place
  Optional<KeysetHandle> load() throws GeneralSecurityException;

  boolean canCreate();

  /// Makes a new key and keeps it at this place.
  KeysetHandle create() throws GeneralSecurityException;

  static KeysetHandle parse(String text) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.parseKeyset(
        text, AeadConfig2026.get(), InsecureSecretKeyAccess.get());
  }

  /// The keyset itself, as an environment variable holds it.
  final class Given implements KeySource {
    private final SecretBytes keyset;
    private final Reveal reveal;

    public Given(SecretBytes keyset, Reveal reveal) {
      this.keyset = keyset;
      this.reveal = reveal;
    }

    @Override
    public Optional<KeysetHandle> load() throws GeneralSecurityException {
      return Optional.of(parse(keyset.revealText(reveal)));
    }

    @Override
    public boolean canCreate() {
      return false;
    }

    @Override
    public KeysetHandle create() {
      throw new IllegalStateException("a given key is not made here");
    }
  }
}
