package io.fairlead.wire.http;

import io.fairlead.base.Refusal;
import io.fairlead.session.Caller;
import io.fairlead.session.CallerSignIn;
import io.fairlead.session.SignInThrottle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/// Who sent a request: a role with its password, or whoever holds a token. Guesses of passwords are
/// slowed down; a token is 256 random bits and costs one hash to check, so guesses of those are not.
final class Callers {
  private final CallerSignIn signIn;
  private final SignInThrottle throttle;

  Callers(CallerSignIn signIn, SignInThrottle throttle) {
    this.signIn = signIn;
    this.throttle = throttle;
  }

  Caller of(Request request) throws NotSignedIn {
    String given = authorization(request);
    Optional<String> token = token(given);
    if (token.isPresent()) {
      return signIn.byToken(token.get()).orElseThrow(Callers::unknown);
    }
    if (given.regionMatches(true, 0, "Basic ", 0, 6)) {
      return byPassword(pair(given.substring(6).strip()), address(request));
    }
    throw unknown();
  }

  /// Whether what a long request began with would do now: a token may be revoked, and it expires.
  boolean isStillGood(Request request) {
    return token(authorization(request)).map(text -> signIn.byToken(text).isPresent()).orElse(true);
  }

  private static String authorization(Request request) {
    return Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION)).orElse("");
  }

  private static Optional<String> token(String given) {
    return given.regionMatches(true, 0, "Bearer ", 0, 7)
        ? Optional.of(given.substring(7).strip())
        : Optional.empty();
  }

  private Caller byPassword(String pair, InetAddress address) throws NotSignedIn {
    int colon = pair.indexOf(':');
    if (colon < 0) {
      throw unknown();
    }
    String role = pair.substring(0, colon);
    Duration pause = throttle.pause(address, role);
    if (!pause.isZero()) {
      Refusal refusal = SignInThrottle.problem(role, pause).refusal();
      String seconds = String.valueOf(SignInThrottle.seconds(pause));
      throw new NotSignedIn(HttpProblem.of(refusal).with("Retry-After", seconds));
    }
    Optional<Caller> caller = signIn.byPassword(role, pair.substring(colon + 1));
    if (caller.isEmpty()) {
      throttle.failed(address, role);
      throw unknown();
    }
    throttle.succeeded(address, role);
    return caller.get();
  }

  private static String pair(String base64) throws NotSignedIn {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      throw unknown();
    }
  }

  private static InetAddress address(Request request) {
    if (request.getConnectionMetaData().getRemoteSocketAddress()
        instanceof InetSocketAddress remote) {
      return remote.getAddress();
    }
    throw new IllegalStateException("a request without an address");
  }

  private static NotSignedIn unknown() {
    return new NotSignedIn(
        HttpProblem.of(401, "sign in with a role's password or a token")
            .with("WWW-Authenticate", "Basic realm=\"fairlead\", Bearer"));
  }
}
