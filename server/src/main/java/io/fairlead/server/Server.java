package io.fairlead.server;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Sha256;
import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.SignInCounts;
import io.fairlead.catalog.Store.StoreFull;
import io.fairlead.catalog.Store;
import io.fairlead.catalog.store.PostgresStore;
import io.fairlead.catalog.store.SqliteStore;
import io.fairlead.command.Commands;
import io.fairlead.command.CountedSignIns;
import io.fairlead.command.EndedOverlaps;
import io.fairlead.command.Passwords;
import io.fairlead.command.Prober;
import io.fairlead.command.Resolve;
import io.fairlead.command.ShownDefinition;
import io.fairlead.connector.AwsServerIdentity;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.Dialer;
import io.fairlead.connector.EgressDialer;
import io.fairlead.connector.EgressPolicy;
import io.fairlead.connector.SecretUses;
import io.fairlead.engine.Engine;
import io.fairlead.engine.SecretUsage;
import io.fairlead.model.ObjectId;
import io.fairlead.pool.GuardedSignIns;
import io.fairlead.pool.Pool;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.local.Forgetting;
import io.fairlead.secret.local.KeyFile;
import io.fairlead.secret.local.KeySource;
import io.fairlead.secret.local.LocalVault;
import io.fairlead.secret.local.MasterKey;
import io.fairlead.secret.local.Sweep;
import io.fairlead.session.CallerSignIn;
import io.fairlead.session.ControlPlane;
import io.fairlead.session.Manners;
import io.fairlead.session.Sessions;
import io.fairlead.session.SignInThrottle;
import io.fairlead.session.Timeouts;
import io.fairlead.sql.Dialects;
import io.fairlead.vault.VaultCalls;
import io.fairlead.vault.VaultForgetting;
import io.fairlead.vault.Vaults;
import io.fairlead.wire.TlsIdentity;
import io.fairlead.wire.http.ControlServer;
import io.fairlead.wire.mysql.MysqlServer;
import io.fairlead.wire.postgres.PostgresServer;
import java.io.IOException;
import java.lang.System.Logger;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// A whole server, from its configuration to its open ports.
final class Server implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Server.class.getName());
  private static final int STORE_FAILED = 70;
  private static final int SIGN_IN_KEY_BYTES = 32;

  private final Config config;
  private final Map<String, String> environment;
  private final Reveal reveal;
  private final Consumer<String> say;
  private final LongSupplier nanoTime;
  private final SignInThrottle throttle;
  private final InstantSource clock = InstantSource.system();
  private final SecureRandom random = new SecureRandom();
  private final Closing closing = new Closing();
  private volatile boolean ready;

  /// @param say prints one line for the person who started it
  Server(Config config, Map<String, String> environment, Reveal reveal, Consumer<String> say) {
    this(config, environment, reveal, say, System::nanoTime);
  }

  /// @param nanoTime a monotonic clock in nanoseconds
  Server(
      Config config,
      Map<String, String> environment,
      Reveal reveal,
      Consumer<String> say,
      LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.throttle = new SignInThrottle(nanoTime, Limits.SIGN_IN_FAILURES_KEPT);
    this.config = config;
    this.environment = environment;
    this.reveal = reveal;
    this.say = say;
  }

  void start() throws IOException {
    makeDataFolder();
    Store store = closing.add(openStore());
    MasterKey masterKey = findMasterKey(store);
    Catalog catalog = closing.add(new Catalog(store, clock, Server::storeFailed));
    catalog.start();
    Passwords passwords = new Passwords(reveal, random);
    if (masterKey.isMissing()) {
      seal(catalog, masterKey.reason());
    } else {
      sweep(catalog, store);
      firstStart(catalog, passwords);
      catalog.follow(new Forgetting(catalog));
    }
    LocalVault vault =
        new LocalVault(masterKey, store.head().catalog(), catalog, random, reveal);
    Connectors connectors = connectors(store);
    Dialects dialects = Extensions.dialects(connectors);
    ShownDefinition shown = new ShownDefinition(connectors, dialects);
    Dialer dialer =
        new EgressDialer(
            new EgressPolicy(config.egress().loopback(), config.egress().privateRanges()));
    SecretUses uses = new SecretUses(clock);
    GuardedSignIns signIns = new GuardedSignIns(connectors, clock, nanoTime);
    Vaults vaults = vaults(catalog, connectors, vault, dialer, uses, signIns);
    SecretStores secrets = new SecretStores(List.of(vault), vaults);
    Pool pool = pool(catalog, connectors, secrets, dialer, uses, signIns);
    Prober prober =
        new Prober(connectors, secrets, dialer, uses, pool::signedIn, nanoTime);
    EngineParts parts =
        EngineParts.open(
            config.data(), closing, catalog, connectors, secrets, pool, usage(uses), shown, clock,
            nanoTime);
    Commands commands =
        new CommandParts(
                catalog, secrets, passwords, connectors, prober, uses, shown, vaults,
                parts.onDemand(), dialects, clock, random)
            .commands();
    Sessions sessions = sessions(catalog, commands, dialects, parts.engine(), store);
    ControlPlane plane =
        new ControlPlane(
            catalog,
            commands,
            dialects,
            "deltaforge",
            new Resolve(connectors, secrets, dialer, uses, clock, nanoTime),
            new CountedSignIns(uses),
            clock);
    catalog.follow(plane);
    catalog.follow(parts.pipelines());
    openPorts(sessions, plane, connectors, catalog);
    if (masterKey.isMissing()) {
      say.accept("ready, but sealed");
    } else {
      ready = true;
      say.accept("ready");
    }
  }

  private Connectors connectors(Store store) {
    Connectors connectors =
        Extensions.connectors(
            reveal,
            clock,
            String.valueOf(store.head().catalog()),
            ownAwsIdentity(environment),
            environment,
            config.folders());
    for (ConnectorType<?> type : connectors.all()) {
      if (type instanceof AutoCloseable resource) {
        closing.add(resource);
      }
    }
    return connectors;
  }

  /// The vaults of others. What leads into them is in this server's own.
  private Vaults vaults(
      Catalog catalog,
      Connectors connectors,
      LocalVault own,
      Dialer dialer,
      SecretUses uses,
      GuardedSignIns signIns) {
    VaultCalls calls =
        new VaultCalls(
            connectors,
            new SecretStores(List.of(own)),
            dialer,
            uses,
            signIns::on,
            catalog::image,
            nanoTime);
    Vaults vaults =
        new Vaults(
            calls,
            catalog::image,
            catalog.store().head().catalog(),
            random,
            reveal,
            nanoTime,
            clock);
    VaultForgetting forgetting = closing.add(new VaultForgetting(vaults));
    forgetting.start();
    catalog.follow(forgetting);
    return vaults;
  }

  private Pool pool(
      Catalog catalog,
      Connectors connectors,
      SecretStores secrets,
      Dialer dialer,
      SecretUses uses,
      GuardedSignIns signIns) {
    Pool pool =
        closing.add(
            new Pool(
                connectors, secrets, dialer, uses, signIns, catalog::image, nanoTime));
    pool.start();
    catalog.follow(pool);
    EndedOverlaps overlaps = closing.add(new EndedOverlaps(catalog, uses, clock));
    catalog.follow(overlaps);
    overlaps.start();
    return pool;
  }

  private Sessions sessions(
      Catalog catalog, Commands commands, Dialects dialects, Engine engine, Store store) {
    return new Sessions(
        catalog,
        commands,
        Manners.postgres(dialects),
        Map.of("mysql", Manners.mysql(Extensions.mysqlDialects(dialects))),
        engine,
        clock,
        closing.add(new Timeouts()),
        falseSalts(store));
  }

  private static SecretUsage usage(SecretUses uses) {
    return new SecretUsage() {
      @Override
      public Optional<Use> last(ObjectId connection, ObjectId secret) {
        return uses.last(connection, secret)
            .map(use -> new Use(use.version(), use.at(), use.by().word()));
      }

      @Override
      public SignInCounts counts() {
        return new CountedSignIns(uses);
      }
    };
  }

  private void makeDataFolder() throws IOException {
    Path data = config.data();
    if (Files.isDirectory(data)) {
      if (Files.getPosixFilePermissions(data).contains(PosixFilePermission.OTHERS_READ)) {
        say.accept("note       others can read the folder " + data + "; chmod 700 keeps them out");
      }
      return;
    }
    try {
      Files.createDirectories(data.getParent());
      Files.createDirectory(
          data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException failure) {
      throw Problem.of(
              ProblemKind.STORE_UNUSABLE, "the data folder \"" + data + "\" cannot be made")
          .withDetail("The cause is " + failure.getClass().getSimpleName() + ".")
          .withHint("Name another folder with --data.")
          .refusal();
    }
  }

  private Store openStore() {
    UUID fresh = UUID.randomUUID();
    return config.store().isPresent()
        ? PostgresStore.open(config.store().get(), fresh, clock.instant())
        : SqliteStore.open(config.data(), fresh, clock.instant());
  }

  private MasterKey findMasterKey(Store store) throws IOException {
    String given = environment.get("FAIRLEAD_MASTER_KEY");
    KeySource source =
        given == null
            ? new KeyFile(config.keyPath())
            : new KeySource.Given(SecretBytes.of(given), reveal);
    try {
      return MasterKey.find(source, store);
    } catch (StoreFull full) {
      throw noSpace(full);
    }
  }

  /// The keys with which roles are assumed; named as AWS's own tools name them.
  static Optional<AwsServerIdentity> ownAwsIdentity(Map<String, String> environment) {
    String id = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
    String secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
    String token = environment.getOrDefault("AWS_SESSION_TOKEN", "");
    return id.isEmpty() || secret.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new AwsServerIdentity(
                id,
                SecretBytes.of(secret),
                token.isEmpty() ? Optional.empty() : Optional.of(SecretBytes.of(token))));
  }

  /// Takes away what a crash left in the vault; only where no other server is at work.
  private static void sweep(Catalog catalog, Store store) throws IOException {
    if (store.isShared()) {
      return;
    }
    try {
      Sweep.orphans(store, catalog.image());
    } catch (StoreFull full) {
      throw noSpace(full);
    }
  }

  private static IOException noSpace(StoreFull full) {
    return new IOException("no space left for the catalog", full);
  }

  private void seal(Catalog catalog, String reason) {
    catalog.seal(
        Problem.of(ProblemKind.SEALED, "the server is sealed: its master key is missing or wrong")
            .withDetail(reason + " No connection, secret or role can be changed, and no secret can be read.")
            .withHint(
                "Start it with the key file or FAIRLEAD_MASTER_KEY that this catalog was made"
                    + " with."));
    say.accept("sealed     " + reason + " The catalog will not be changed.");
  }

  private void firstStart(Catalog catalog, Passwords passwords) throws IOException {
    Optional<Path> file =
        new FirstStart(catalog, passwords, random)
            .prepare(
                config.data(),
                Optional.ofNullable(environment.get("FAIRLEAD_ADMIN_PASSWORD"))
                    .filter(password -> !password.isEmpty()));
    file.ifPresent(path -> say.accept("admin      the password of role admin is in " + path));
  }

  private static byte[] falseSalts(Store store) {
    String seed = "false salts of " + store.head().catalog();
    return Sha256.of(seed.getBytes(StandardCharsets.UTF_8));
  }

  private void openPorts(
      Sessions sessions,
      ControlPlane plane,
      Connectors connectors,
      Catalog catalog)
      throws IOException {
    say.accept("data       " + config.data());
    Optional<TlsIdentity> given = Optional.empty();
    if (config.tls().isPresent()) {
      given =
          Optional.of(
              Certificates.load(config.tls().get().certificate(), config.tls().get().key()));
    }
    if (config.postgres().on() || config.mysql().on()) {
      TlsIdentity tls =
          given.isPresent()
              ? given.get()
              : Certificates.selfMade(config.data().resolve("tls"), clock.instant(), random);
      openDatabasePorts(sessions, tls);
    }
    if (config.http().on()) {
      ControlServer http =
          closing.add(controlServer(sessions, plane, connectors, catalog, given));
      listening("--http-port", config.http(), http::start);
      say.accept("http       " + config.host() + " port " + http.port());
    }
  }

  private void openDatabasePorts(Sessions sessions, TlsIdentity tls) throws IOException {
    if (config.postgres().on()) {
      PostgresServer server =
          closing.add(
              new PostgresServer(
                  new InetSocketAddress(config.host(), config.postgres().number()),
                  sessions,
                  throttle,
                  Optional.of(tls),
                  random,
                  nanoTime));
      listening("--pg-port", config.postgres(), server::start);
      say.accept("postgres   " + config.host() + " port " + server.port());
    }
    if (config.mysql().on()) {
      MysqlServer server =
          closing.add(
              new MysqlServer(
                  new InetSocketAddress(config.host(), config.mysql().number()),
                  sessions,
                  throttle,
                  Optional.of(tls),
                  random,
                  nanoTime));
      listening("--mysql-port", config.mysql(), server::start);
      say.accept("mysql      " + config.host() + " port " + server.port());
    }
  }

  private ControlServer controlServer(
      Sessions sessions,
      ControlPlane plane,
      Connectors connectors,
      Catalog catalog,
      Optional<TlsIdentity> tls) {
    byte[] signInKey = new byte[SIGN_IN_KEY_BYTES];
    random.nextBytes(signInKey);
    CallerSignIn callers = new CallerSignIn(catalog, sessions, signInKey, clock);
    return new ControlServer(
        ControlParts.of(
            config,
            tls,
            () -> ready,
            plane,
            sessions,
            callers,
            throttle,
            connectors,
            catalog::image,
            nanoTime));
  }

  private interface Opening {
    void start() throws IOException;
  }

  private void listening(String option, Config.Port port, Opening opening) throws IOException {
    try {
      opening.start();
    } catch (BindException taken) {
      throw Problem.of(
              ProblemKind.PORT_TAKEN,
              "cannot listen on " + config.host() + " port " + port.number())
          .withDetail("Another program listens there, or the address is not this machine's.")
          .withHint("Stop it, or choose another port with " + option + ".")
          .refusal();
    }
  }

  /// What is durable is not known any more, so neither is the image: the next start will know.
  private static void storeFailed(Throwable failure) {
    LOG.log(
        Logger.Level.ERROR, "the store failed ({0}); stopping", failure.getClass().getName());
    Runtime.getRuntime().halt(STORE_FAILED);
  }

  /// Stops the ports first and the store last.
  @Override
  public void close() {
    ready = false;
    closing.close();
    say.accept("stopped");
  }
}
