package io.fairlead.connector;

import io.fairlead.base.Limits;
import io.fairlead.base.Sha256;
import io.fairlead.secret.Reveal;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The roles that connections take on, with keys of their own or with the server's.
///
/// Temporary keys are kept until shortly before their end, for the version of the connection and the
/// very keys that they were given for. Who asks at the same time waits for one call. Bounded: what
/// was not used for longest gives way.
public final class AwsRoles {
  /// What begins the external ids that this server gives out, one for each connection.
  private static final String OWN_EXTERNAL_ID = "mz_";

  private static final String SERVER = "the server's own AWS keys";
  private static final String CONNECTION = "the access key";

  /// @param by a hash of the keys with which the role is assumed
  private record Key(
      String connection, int version, AwsSts.Place place, AwsRole role, String by) {}

  /// What is kept for a key.
  private static final class Kept {
    final ReentrantLock lock = new ReentrantLock();
    volatile Optional<AwsSession> session = Optional.empty();
  }

  private record Assumer(AwsCredentials credentials, String whose) {}

  private final Reveal permission;
  private final InstantSource clock;
  private final String environment;
  private final Optional<AwsServerIdentity> server;
  private final Tls tls;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

  /// @param environment tells this server's external ids from those of others
  /// @param server with what roles are assumed by connections that have no keys
  /// @param tls how the token service is recognised
  public AwsRoles(
      Reveal permission,
      InstantSource clock,
      String environment,
      Optional<AwsServerIdentity> server,
      Tls tls) {
    this.permission = permission;
    this.clock = clock;
    this.environment = environment;
    this.server = server;
    this.tls = tls;
  }

  /// Whether an external id could be one that this server gives to a connection: nobody may choose
  /// it, or they could assume a role by another one's connection.
  public static boolean isReserved(String externalId) {
    return externalId.startsWith(OWN_EXTERNAL_ID);
  }

  /// A token service that is recognised as this server recognises AWS.
  public AwsSts service(AwsSts.Place place, Attempt attempt) {
    return new AwsSts(place, tls, attempt, permission, clock);
  }

  /// Keys of the role, from before or new ones.
  ///
  /// @param own the connection's; without them the server's are used, and the external id of the
  ///     connection where the role names none
  public AwsCredentials session(
      AwsRole role, Optional<AwsCredentials> own, AwsSts.Place place, Attempt attempt)
      throws StepFailed {
    Assumer by = assumer(own, attempt);
    AwsRole named = named(role, own, attempt);
    Kept there = kept(key(named, by, place, attempt));
    Optional<AwsSession> before = there.session.filter(this::isFresh);
    if (before.isPresent()) {
      return before.get().credentials();
    }
    mustWin(there.lock, attempt);
    try {
      Optional<AwsSession> meanwhile = there.session.filter(this::isFresh);
      if (meanwhile.isPresent()) {
        return meanwhile.get().credentials();
      }
      AwsSts service = service(place, attempt);
      service.connect();
      AwsSession session = service.assume(by.credentials(), by.whose(), named);
      there.session = Optional.of(session);
      return session.credentials();
    } finally {
      there.lock.unlock();
    }
  }

  /// The same, asked for now, whatever there is from before. A role that the server assumes must be
  /// closed to those who do not name its external id.
  ///
  /// @param service not connected yet
  public AwsCredentials prove(
      AwsRole role, Optional<AwsCredentials> own, AwsSts service, Attempt attempt)
      throws StepFailed {
    Assumer by = assumer(own, attempt);
    AwsRole named = named(role, own, attempt);
    service.connect();
    AwsSession session = service.assume(by.credentials(), by.whose(), named);
    if (own.isEmpty()) {
      service.mustNeedExternalId(by.credentials(), by.whose(), named);
    }
    return session.credentials();
  }

  private boolean isFresh(AwsSession session) {
    return clock.instant().plus(Limits.ASSUMED_ROLE_MARGIN).isBefore(session.end());
  }

  private static void mustWin(ReentrantLock lock, Attempt attempt) throws StepFailed {
    boolean won = false;
    try {
      won = lock.tryLock(attempt.deadline().left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    if (!won) {
      attempt.step(
          "assume role",
          () -> {
            throw new StepFailed("no answer in time").withoutAnswer();
          });
    }
  }

  private Kept kept(Key key) {
    lock.lock();
    try {
      Kept there = kept.computeIfAbsent(key, _ -> new Kept());
      if (kept.size() > Limits.ASSUMED_ROLES) {
        kept.remove(kept.keySet().iterator().next());
      }
      return there;
    } finally {
      lock.unlock();
    }
  }

  private static Key key(
      AwsRole role, Assumer by, AwsSts.Place place, Attempt attempt) {
    AwsCredentials keys = by.credentials();
    String all =
        keys.accessKeyId() + "\n" + keys.secretAccessKey() + "\n" + keys.sessionToken().orElse("");
    return new Key(
        attempt.subject().id().toString(),
        attempt.subject().version(),
        place,
        role,
        HexFormat.of().formatHex(Sha256.of(all.getBytes(StandardCharsets.UTF_8))));
  }

  private AwsRole named(AwsRole role, Optional<AwsCredentials> own, Attempt attempt) {
    return own.isPresent() || role.externalId().isPresent()
        ? role
        : new AwsRole(
            role.arn(),
            role.sessionName(),
            Optional.of(OWN_EXTERNAL_ID + environment + "_" + attempt.subject().id()));
  }

  private Assumer assumer(Optional<AwsCredentials> own, Attempt attempt) throws StepFailed {
    return own.isPresent()
        ? new Assumer(own.get(), CONNECTION)
        : new Assumer(serverCredentials(attempt), SERVER);
  }

  private AwsCredentials serverCredentials(Attempt attempt) throws StepFailed {
    if (server.isPresent()) {
      AwsServerIdentity own = server.get();
      return new AwsCredentials(
              own.accessKeyId(),
              own.secretAccessKey().revealText(permission),
              own.sessionToken().map(token -> token.revealText(permission)))
          .fitting(attempt);
    }
    return attempt.step(
        "own identity",
        () -> {
          throw new StepFailed(
              "this server has no AWS identity of its own with which it could assume a role",
              "Start it with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in its environment, or"
                  + " give the connection ACCESS KEY ID and SECRET ACCESS KEY.");
        });
  }

  /// Roles whose keys are kept.
  int size() {
    lock.lock();
    try {
      return kept.size();
    } finally {
      lock.unlock();
    }
  }
}
