package io.fairlead.server;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Sha256;
import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Store.StoreFull;
import io.fairlead.catalog.Store;
import io.fairlead.catalog.store.PostgresStore;
import io.fairlead.catalog.store.SqliteStore;
import io.fairlead.command.AlterConnection;
import io.fairlead.command.AlterDefaultPrivileges;
import io.fairlead.command.AlterRole;
import io.fairlead.command.AlterSecret;
import io.fairlead.command.BuiltInVault;
import io.fairlead.command.ChangeOwner;
import io.fairlead.command.Commands;
import io.fairlead.command.CommentOn;
import io.fairlead.command.CreateConnection;
import io.fairlead.command.CreateRole;
import io.fairlead.command.CreateSchema;
import io.fairlead.command.CreateSecret;
import io.fairlead.command.Definition;
import io.fairlead.command.Describe;
import io.fairlead.command.EndedOverlaps;
import io.fairlead.command.Drop;
import io.fairlead.command.DropOwned;
import io.fairlead.command.EarlierVersions;
import io.fairlead.command.GeneratedKeys;
import io.fairlead.command.KeyPairs;
import io.fairlead.command.ListObjects;
import io.fairlead.command.ShowSecretUsage;
import io.fairlead.command.CreateToken;
import io.fairlead.command.ObjectPrivileges;
import io.fairlead.command.OwnSecrets;
import io.fairlead.command.Passwords;
import io.fairlead.command.Prober;
import io.fairlead.command.ReassignOwned;
import io.fairlead.command.Rename;
import io.fairlead.command.RoleMembership;
import io.fairlead.command.RollbackSecret;
import io.fairlead.command.SecretContents;
import io.fairlead.command.ShowCreateConnection;
import io.fairlead.command.ShowDependants;
import io.fairlead.command.ShowHistory;
import io.fairlead.command.ShownDefinition;
import io.fairlead.command.TestConnection;
import io.fairlead.command.Storages;
import io.fairlead.command.ValidateConnection;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.Dialer;
import io.fairlead.connector.EgressDialer;
import io.fairlead.connector.EgressPolicy;
import io.fairlead.connector.SecretUses;
import io.fairlead.connector.aws.ServerIdentity;
import io.fairlead.engine.Engine;
import io.fairlead.engine.Outside;
import io.fairlead.engine.SecretUsage;
import io.fairlead.engine.duckdb.DuckDbEngine;
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
import io.fairlead.session.Sessions;
import io.fairlead.session.Timeouts;
import io.fairlead.sql.Dialects;
import io.fairlead.vault.VaultCalls;
import io.fairlead.vault.VaultForgetting;
import io.fairlead.vault.Vaults;
import io.fairlead.wire.TlsIdentity;
import io.fairlead.wire.http.ControlServer;
import io.fairlead.session.CallerSignIn;
import io.fairlead.session.ControlPlane;
import io.fairlead.command.Resolve;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.TreeMap;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// A whole server, from its configuration to its open ports.
final class Server implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Server.class.getName());
  private static final int STORE_FAILED = 70;
  private static final int SIGN_IN_KEY_BYTES = 32;

  private final Config config;
  private final Map<String, String> environment;
  private final Reveal reveal;
  private final Consumer<String> say;
  private final InstantSource clock = InstantSource.system();
  private final SecureRandom random = new SecureRandom();
  private final Closing closing = new Closing();
  private volatile boolean ready;

  /// @param say prints one line for the person who started it
  Server(Config config, Map<String, String> environment, Reveal reveal, Consumer<String> say) {
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
    Connectors connectors =
        Extensions.connectors(
            reveal, clock, String.valueOf(store.head().catalog()), ownAwsIdentity(environment),
            environment, config.folders());
    for (ConnectorType<?> type : connectors.all()) {
      if (type instanceof AutoCloseable resource) {
        closing.add(resource);
      }
    }
    Dialects dialects = Extensions.dialects(connectors);
    ShownDefinition shown = new ShownDefinition(connectors, dialects);
    Dialer dialer =
        new EgressDialer(
            new EgressPolicy(config.egress().loopback(), config.egress().privateRanges()));
    SecretUses uses = new SecretUses(clock);
    Vaults vaults = vaults(catalog, connectors, vault, dialer, uses);
    SecretStores secrets = new SecretStores(List.of(vault), vaults);
    Pool pool = pool(catalog, connectors, secrets, dialer, uses);
    Engine engine = openEngine(shown, new Outside(
                new RemoteSql(pool), usage(uses), catalog, store.head().catalog()));
    Prober prober =
        new Prober(connectors, secrets, dialer, uses, pool::signedIn, System::nanoTime);
    Commands commands = commands(catalog, secrets, passwords, connectors, prober, uses, shown);
    Sessions sessions = sessions(catalog, commands, dialects, engine, store);
    ControlPlane plane =
        new ControlPlane(
            catalog,
            commands,
            dialects,
            "deltaforge",
            new Resolve(connectors, secrets, dialer, uses, clock, System::nanoTime),
            clock);
    catalog.follow(plane);
    openPorts(sessions, plane, connectors, catalog);
    if (masterKey.isMissing()) {
      say.accept("ready, but sealed");
    } else {
      ready = true;
      say.accept("ready");
    }
  }

  /// The vaults of others. What leads into them is in this server's own.
  private Vaults vaults(
      Catalog catalog,
      Connectors connectors,
      LocalVault own,
      Dialer dialer,
      SecretUses uses) {
    VaultCalls calls =
        new VaultCalls(
            connectors,
            new SecretStores(List.of(own)),
            dialer,
            uses,
            catalog::image,
            System::nanoTime);
    Vaults vaults =
        new Vaults(
            calls,
            catalog::image,
            catalog.store().head().catalog(),
            random,
            reveal,
            System::nanoTime,
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
      SecretUses uses) {
    Pool pool =
        closing.add(
            new Pool(
                connectors, secrets, dialer, uses, catalog::image, clock, System::nanoTime));
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
        catalog, commands, dialects, engine, clock, closing.add(new Timeouts()), falseSalts(store));
  }

  private Engine openEngine(ShownDefinition shown, Outside outside) {
    return closing.add(
        new DuckDbEngine(
            Optional.of(config.data().resolve("engine.duckdb")),
            List.of(),
            shown::text,
            outside,
            System::nanoTime));
  }

  private static SecretUsage usage(SecretUses uses) {
    return (connection, secret) ->
        uses.last(connection, secret)
            .map(use -> new SecretUsage.Use(use.version(), use.at(), use.by().word()));
  }

  private Commands commands(
      Catalog catalog,
      SecretStores secrets,
      Passwords passwords,
      Connectors connectors,
      Prober prober,
      SecretUses uses,
      ShownDefinition shown) {
    Definition definition = new Definition(connectors);
    KeyPairs keyPairs = new KeyPairs(secrets, random);
    OwnSecrets ownSecrets = new OwnSecrets(secrets, catalog::reserveId);
    GeneratedKeys generatedKeys = new GeneratedKeys(random);
    SecretContents contents = new SecretContents(connectors, secrets);
    return new Commands(
        new CreateConnection(
            definition, keyPairs, ownSecrets, contents, prober, catalog::reserveId),
        new AlterConnection(
            definition,
            keyPairs,
            ownSecrets,
            contents,
            prober,
            new EarlierVersions(catalog.store())),
        new ValidateConnection(prober),
        new ShowCreateConnection(shown),
        new CreateSecret(
            secrets, new Storages(connectors), generatedKeys, catalog::reserveId),
        new AlterSecret(secrets, contents, generatedKeys),
        new RollbackSecret(secrets, contents),
        new Rename(),
        new ChangeOwner(),
        new Drop(),
        new CommentOn(),
        new CreateSchema(catalog::reserveId),
        new CreateRole(passwords, catalog::reserveId),
        new AlterRole(passwords),
        new RoleMembership.Grant(),
        new RoleMembership.Revoke(),
        new ObjectPrivileges.Granting(),
        new ObjectPrivileges.Revoking(),
        new AlterDefaultPrivileges(catalog::reserveId),
        new DropOwned(),
        new ReassignOwned(),
        new ShowHistory(catalog.store()),
        new TestConnection(
            prober,
            new BuiltInVault(secrets, catalog::reserveId, System::nanoTime),
            catalog,
            clock),
        new ListObjects(connectors, catalog),
        new Describe(connectors, catalog),
        new ShowDependants(),
        new ShowSecretUsage(uses),
        new CreateToken(random, catalog::reserveId));
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
  static Optional<ServerIdentity> ownAwsIdentity(Map<String, String> environment) {
    String id = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
    String secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
    String token = environment.getOrDefault("AWS_SESSION_TOKEN", "");
    return id.isEmpty() || secret.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ServerIdentity(
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
    if (config.postgres().on()) {
      TlsIdentity tls =
          given.isPresent()
              ? given.get()
              : Certificates.selfMade(config.data().resolve("tls"), clock.instant(), random);
      PostgresServer server =
          closing.add(
              new PostgresServer(
                  new InetSocketAddress(config.host(), config.postgres().number()),
                  sessions,
                  Optional.of(tls),
                  random,
                  System::nanoTime));
      listening("--pg-port", config.postgres(), server::start);
      say.accept("postgres   " + config.host() + " port " + server.port());
    }
    if (config.http().on()) {
      ControlServer http =
          closing.add(controlServer(sessions, plane, connectors, catalog, given));
      listening("--http-port", config.http(), http::start);
      say.accept("http       " + config.host() + " port " + http.port());
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
            config, tls, () -> ready, plane, sessions, callers, connectors, catalog::image));
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
