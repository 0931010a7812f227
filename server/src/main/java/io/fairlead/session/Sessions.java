package io.fairlead.session;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.base.Sha256;
import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Image;
import io.fairlead.command.Commands;
import io.fairlead.engine.Engine;
import io.fairlead.model.Name;
import io.fairlead.model.Role;
import io.fairlead.secret.ScramVerifier;
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
  private final Manners usual;
  private final Map<String, Manners> others;
  private final Engine engine;
  private final InstantSource clock;
  private final Timeouts timeouts;
  private final byte[] falseSalts;
  private final AtomicInteger open = new AtomicInteger();
  private final OpenSessions running;

  /// @param usual the manners of protocols that have none of their own
  /// @param others by the name of the protocol
  /// @param falseSalts random bytes from which the verifiers of unknown roles are made
  public Sessions(
      Catalog catalog,
      Commands commands,
      Manners usual,
      Map<String, Manners> others,
      Engine engine,
      InstantSource clock,
      Timeouts timeouts,
      byte[] falseSalts) {
    this.catalog = catalog;
    this.commands = commands;
    this.usual = usual;
    this.others = Map.copyOf(others);
    this.engine = engine;
    this.clock = clock;
    this.timeouts = timeouts;
    this.falseSalts = falseSalts.clone();
    this.running = new OpenSessions(clock.instant());
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
  public int number() {
    return running.nextNumber();
  }

  @Override
  public Session open(Opening opening) {
    String roleName = opening.role();
    Image image = catalog.image();
    Role role =
        image
            .role(roleName)
            .filter(Role::login)
            .orElseThrow(
                () ->
                    Refusal.of(
                        ProblemKind.ROLE_REFUSED,
                        "role \"" + roleName + "\" is not permitted to sign in"));
    Manners manners = others.getOrDefault(opening.client().protocol(), usual);
    Settings settings = new Settings(manners.variables(), roleName, role.superuser());
    opening.settings().forEach(settings::start);
    if (!opening.database().isEmpty()) {
      enter(opening.database(), manners, image, settings);
    }
    takePlace(role);
    int number = opening.client().number();
    ClientSession session =
        new ClientSession(
            catalog,
            commands,
            manners,
            engine,
            clock,
            timeouts,
            role,
            settings,
            running,
            closed -> {
              running.remove(closed, number);
              open.decrementAndGet();
            });
    running.add(new OpenSessions.Open(opening.client(), roleName, clock.instant(), session));
    return session;
  }

  private static void enter(String database, Manners manners, Image image, Settings settings) {
    if (manners.databasesAreSchemas()) {
      settings.startIn(Schemas.mustExist(image, database));
    } else if (!database.equals(Name.DATABASE)) {
      throw Problem.of(
              ProblemKind.UNKNOWN_DATABASE, "database \"" + database + "\" does not exist")
          .withHint("There is one database, \"" + Name.DATABASE + "\".")
          .refusal();
    }
  }

  private void takePlace(Role role) {
    int most =
        role.superuser() ? Limits.SESSIONS : Limits.SESSIONS - Limits.SESSIONS_FOR_ADMIN;
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      throw Refusal.of(ProblemKind.TOO_MANY_SESSIONS, "sorry, too many clients already");
    }
  }
}
