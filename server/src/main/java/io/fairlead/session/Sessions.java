package io.fairlead.session;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.base.Sha256;
import io.fairlead.catalog.Catalog;
import io.fairlead.command.Commands;
import io.fairlead.engine.Engine;
import io.fairlead.model.Name;
import io.fairlead.model.Role;
import io.fairlead.secret.ScramVerifier;
import io.fairlead.sql.Dialects;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Signs clients in and opens their sessions, for every protocol.
public final class Sessions implements SignIn {
  private static final int FALSE_SALT_BYTES = 16;

  private final Catalog catalog;
  private final Commands commands;
  private final Dialects dialects;
  private final Engine engine;
  private final InstantSource clock;
  private final Timeouts timeouts;
  private final byte[] falseSalts;
  private final AtomicInteger open = new AtomicInteger();

  /// @param falseSalts random bytes from which the verifiers of unknown roles are made
  public Sessions(
      Catalog catalog,
      Commands commands,
      Dialects dialects,
      Engine engine,
      InstantSource clock,
      Timeouts timeouts,
      byte[] falseSalts) {
    this.catalog = catalog;
    this.commands = commands;
    this.dialects = dialects;
    this.engine = engine;
    this.clock = clock;
    this.timeouts = timeouts;
    this.falseSalts = falseSalts.clone();
  }

  @Override
  public Verifier verifier(String role) {
    Optional<ScramVerifier> stored =
        catalog
            .image()
            .role(role)
            .filter(Role::login)
            .flatMap(Role::verifier)
            .map(ScramVerifier::parse);
    if (stored.isPresent()) {
      ScramVerifier known = stored.get();
      return new Verifier(
          known.iterations(), known.salt(), known.storedKey(), known.serverKey(), true);
    }
    byte[] name = role.getBytes(StandardCharsets.UTF_8);
    byte[] salt =
        Arrays.copyOf(Sha256.hmac(falseSalts, name), FALSE_SALT_BYTES);
    byte[] key = Sha256.hmac(falseSalts, salt);
    return new Verifier(ScramVerifier.ITERATIONS, salt, key, key, false);
  }

  @Override
  public Session open(
      String roleName, String database, Map<String, String> start, String protocol) {
    Role role =
        catalog
            .image()
            .role(roleName)
            .filter(Role::login)
            .orElseThrow(
                () ->
                    Refusal.of(
                        ProblemKind.ROLE_REFUSED,
                        "role \"" + roleName + "\" is not permitted to sign in"));
    if (!database.isEmpty() && !database.equals(Name.DATABASE)) {
      throw Problem.of(
              ProblemKind.UNKNOWN_DATABASE, "database \"" + database + "\" does not exist")
          .withHint("There is one database, \"" + Name.DATABASE + "\".")
          .refusal();
    }
    Settings settings = new Settings(roleName, role.superuser());
    start.forEach(settings::start);
    takePlace(role);
    return new ClientSession(
        catalog,
        commands,
        dialects,
        engine,
        clock,
        timeouts,
        role,
        settings,
        new Once(open::decrementAndGet));
  }

  private void takePlace(Role role) {
    int most =
        role.superuser() ? Limits.SESSIONS : Limits.SESSIONS - Limits.SESSIONS_FOR_ADMIN;
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      throw Refusal.of(ProblemKind.TOO_MANY_SESSIONS, "sorry, too many clients already");
    }
  }

  /// A session may be closed twice; its place is given back once.
  private static final class Once implements Runnable {
    private final Runnable action;
    private boolean done;

    private Once(Runnable action) {
      this.action = action;
    }

    @Override
    public synchronized void run() {
      if (!done) {
        done = true;
        action.run();
      }
    }
  }
}
