package io.fairlead.session;

import io.fairlead.base.Limits;
import io.fairlead.base.Sha256;
import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Image;
import io.fairlead.command.CreateToken;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.Role;
import io.fairlead.model.Token;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Proves roles for single requests: by a password, or by a bearer token.
///
/// Checking a password costs some ten milliseconds on purpose, so one that was right is remembered for
/// a while, as a hash under a key of this process; a new password of the role ends that.
public final class CallerSignIn {
  private record Known(String verifier, Instant until) {}

  private final Catalog catalog;
  private final SignIn signIn;
  private final byte[] key;
  private final InstantSource clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /// @param key random bytes of this process
  public CallerSignIn(Catalog catalog, SignIn signIn, byte[] key, InstantSource clock) {
    this.catalog = catalog;
    this.signIn = signIn;
    this.key = key.clone();
    this.clock = clock;
  }

  /// Empty when the role is unknown, may not sign in, or has another password: all cost the same.
  public Optional<Caller> byPassword(String roleName, String password) {
    Optional<Role> role = catalog.image().role(roleName).filter(Role::login);
    Instant now = clock.instant();
    String print =
        HexFormat.of()
            .formatHex(
                Sha256.hmac(key, (roleName + "\0" + password).getBytes(StandardCharsets.UTF_8)));
    Known before = known.get(print);
    boolean remembered =
        before != null
            && now.isBefore(before.until())
            && role.flatMap(Role::verifier).equals(Optional.of(before.verifier()));
    if (!remembered) {
      boolean right = signIn.verifier(roleName).matches(password);
      if (!right || role.isEmpty()) {
        return Optional.empty();
      }
      remember(print, new Known(role.get().verifier().orElse(""), now.plus(Limits.SIGN_IN_KEPT)));
    }
    return role.map(
        found ->
            new Caller(found.id(), roleName, found.superuser(), Optional.empty()));
  }

  private void remember(String print, Known entry) {
    if (known.size() >= Limits.SIGN_INS_KEPT) {
      Instant now = clock.instant();
      known.values().removeIf(old -> !now.isBefore(old.until()));
      if (known.size() >= Limits.SIGN_INS_KEPT) {
        known.clear();
      }
    }
    known.put(print, entry);
  }

  /// Empty when there is no such token, or it has expired.
  public Optional<Caller> byToken(String text) {
    Image image = catalog.image();
    byte[] hash = CreateToken.hash(text).getBytes(StandardCharsets.US_ASCII);
    return image
        .find(Kind.Space.TOKEN, Name.global(CreateToken.name(text)))
        .map(Token.class::cast)
        .filter(
            token ->
                MessageDigest.isEqual(token.hash().getBytes(StandardCharsets.US_ASCII), hash))
        .filter(token -> token.expires().map(clock.instant()::isBefore).orElse(true))
        .flatMap(token -> caller(image, token));
  }

  private static Optional<Caller> caller(Image image, Token token) {
    return image
        .role(token.owner())
        .filter(Role::login)
        .map(
            role ->
                new Caller(
                    role.id(),
                    role.name().object(),
                    role.superuser(),
                    Optional.of(token.permissions())));
  }
}
