package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.MemoryStore;
import io.fairlead.catalog.Proposal;
import io.fairlead.catalog.Step;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.EgressDialer;
import io.fairlead.connector.EgressPolicy;
import io.fairlead.connector.SecretUses;
import io.fairlead.connector.SignIns;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.Header;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Secret;
import io.fairlead.model.Touch;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.Slot;
import io.fairlead.secret.local.KeyFile;
import io.fairlead.secret.local.LocalVault;
import io.fairlead.secret.local.MasterKey;
import io.fairlead.sql.ConnectionAction;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.Reply;
import io.fairlead.sql.SecretAction;
import io.fairlead.sql.SecretSource;
import io.fairlead.sql.Statement;
import io.fairlead.vault.VaultCalls;
import io.fairlead.vault.VaultDouble;
import io.fairlead.vault.Vaults;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The real commands on a catalog in memory, with a vault of others beside this server's own.
final class CommandDesk implements AutoCloseable {
  static final Reveal REVEAL = Reveal.create();
  static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  static final ObjectId ADMIN = new ObjectId(1);
  static final ObjectId CLERK = new ObjectId(2);

  final MemoryStore store = new MemoryStore();
  final Catalog catalog = new Catalog(store, InstantSource.fixed(NOON), CommandDesk::broken);
  final VaultDouble vault = new VaultDouble(REVEAL);
  final SecretStores secrets;
  final CreateConnection createConnection;
  final AlterConnection alterConnection;
  final ReplaceConnection replaceConnection;
  final CreateSecret createSecret;
  final AlterSecret alterSecret;
  final RollbackSecret rollbackSecret;
  final Drop drop;
  final ChangeOwner changeOwner = new ChangeOwner();
  private final SecureRandom random = new SecureRandom();
  private Actor actor = new Actor(ADMIN, Role.ADMIN, Name.PUBLIC);

  /// @param folder for the master key
  CommandDesk(Path folder) throws Exception {
    catalog.start();
    MasterKey master = MasterKey.find(new KeyFile(folder.resolve("master.key")), store);
    LocalVault local =
        new LocalVault(master, store.head().catalog(), catalog, random, REVEAL);
    Connectors connectors = new Connectors(List.of(new PlainType(REVEAL), vault));
    SecretUses uses = new SecretUses(InstantSource.fixed(NOON));
    EgressDialer dialer = new EgressDialer(new EgressPolicy(true, true));
    VaultCalls calls =
        new VaultCalls(
            connectors,
            new SecretStores(List.of(local)),
            dialer,
            uses,
            (_, _) -> SignIns.PRESENT,
            catalog::image,
            System::nanoTime);
    Vaults vaults =
        new Vaults(
            calls,
            catalog::image,
            "c0ffee",
            random,
            REVEAL,
            System::nanoTime,
            InstantSource.fixed(NOON));
    secrets = new SecretStores(List.of(local), vaults);
    Prober prober =
        new Prober(connectors, secrets, dialer, uses, _ -> {}, System::nanoTime);
    Definition definition = new Definition(connectors);
    Storages storages = new Storages(connectors);
    Families families = new Families(connectors);
    drop = new Drop(families);
    KeyPairs keyPairs = new KeyPairs(secrets, random);
    OwnSecrets own = new OwnSecrets(secrets, catalog::reserveId);
    SecretContents contents = new SecretContents(connectors, secrets);
    GeneratedKeys keys = new GeneratedKeys(random);
    createConnection =
        new CreateConnection(definition, keyPairs, own, contents, prober, catalog::reserveId);
    alterConnection =
        new AlterConnection(
            definition, keyPairs, own, contents, prober, families, new EarlierVersions(store));
    replaceConnection = new ReplaceConnection(definition, createConnection, alterConnection);
    createSecret =
        new CreateSecret(secrets, storages, keys, catalog::reserveId);
    alterSecret = new AlterSecret(secrets, contents, keys);
    rollbackSecret = new RollbackSecret(secrets, contents);
    put(role(ADMIN, Role.ADMIN, true));
    put(role(CLERK, "clerk", false));
    put(
        new Schema(
            Header.first(
                new ObjectId(3),
                Name.global(Name.PUBLIC),
                CLERK,
                new Touch(NOON, Role.ADMIN))));
  }

  private static void broken(Throwable failure) {
    throw new AssertionError(failure);
  }

  private static Role role(ObjectId id, String name, boolean superuser) {
    return new Role(
        Header.first(id, Name.global(name), id, new Touch(NOON, Role.ADMIN)),
        true,
        superuser,
        Optional.empty(),
        List.of());
  }

  /// Puts an object straight into the catalog.
  void put(CatalogObject object) {
    catalog.submit(
        new Proposal<>(
            Role.ADMIN,
            "test",
            "put",
            (_, _) -> new Decision<>(List.of(new Change.Put(object)), true)));
  }

  /// Who carries out the statements from now on.
  void as(ObjectId role) {
    actor = new Actor(role, image().role(role).orElseThrow().name().object(), Name.PUBLIC);
  }

  Image image() {
    return catalog.image();
  }

  /// @return the notices, one a line
  <S extends Statement> String run(Command<S> command, S statement) {
    return switch (prepare(command, statement)) {
      case Prepared.Answer(Reply reply) -> notices(reply);
      case Prepared.Change(Step<Reply> step) -> commit(step);
    };
  }

  <S extends Statement> Prepared prepare(Command<S> command, S statement) {
    return command.prepare(statement, actor, image(), List.of());
  }

  String commit(Step<Reply> step) {
    return notices(catalog.submit(new Proposal<>(actor.roleName(), "test", "…", step)));
  }

  private static String notices(Reply reply) {
    return String.join("\n", reply.notices().stream().map(Problem::message).toList());
  }

  /// @return what a statement is refused with: message, detail and hint, one a line
  <S extends Statement> String refused(Command<S> command, S statement) {
    try {
      throw new AssertionError("carried out: " + run(command, statement));
    } catch (Refusal refusal) {
      Problem problem = refusal.problem();
      List<String> lines = new ArrayList<>(List.of(problem.message()));
      Optional.ofNullable(problem.detail()).ifPresent(lines::add);
      Optional.ofNullable(problem.hint()).ifPresent(lines::add);
      return String.join("\n", lines);
    }
  }

  Secret secret(String name) {
    return (Secret) image().find(Kind.Space.ITEM, new Name(Name.PUBLIC, name)).orElseThrow();
  }

  Connection connection(String name) {
    return (Connection) image().find(Kind.Space.ITEM, new Name(Name.PUBLIC, name)).orElseThrow();
  }

  /// The names of all connections and secrets.
  List<String> items() {
    return image().all(Kind.Space.ITEM).stream().map(item -> item.name().object()).toList();
  }

  /// The current value of a secret.
  String value(String name) {
    Secret secret = secret(name);
    Slot slot = new Slot(secret.id(), Slot.VALUE);
    try (SecretBytes value = secrets.read(slot, secret.current().material())) {
      return value.revealText(REVEAL);
    }
  }

  /// How much material this server's own vault has, whether something refers to it or not.
  int kept() {
    List<String> keys = new ArrayList<>();
    store.materialKeys(keys::add);
    return keys.size();
  }

  static ObjectName named(String name) {
    return ObjectName.of(name);
  }

  static OptionLiteral typed(String value) {
    return new OptionLiteral.Confidential(SecretBytes.of(value));
  }

  static OptionLiteral secretNamed(String name) {
    return new OptionLiteral.SecretName(named(name), Optional.empty());
  }

  static OptionLiteral text(String value) {
    return new OptionLiteral.Text(value);
  }

  static OptionEdit.Set set(String key, OptionLiteral value) {
    return new OptionEdit.Set(key, value, 0);
  }

  static ConnectionAction edit(OptionEdit... edits) {
    return new ConnectionAction.EditOptions(List.of(edits));
  }

  static Statement.CreateConnection newConnection(String name, String type, OptionEdit.Set... options) {
    return new Statement.CreateConnection(
        named(name), false, type, List.of(options), Optional.empty(), "test");
  }

  static Statement.AlterConnection alter(String name, ConnectionAction... actions) {
    return new Statement.AlterConnection(
        named(name), false, List.of(actions), Optional.empty(), "test");
  }

  static Statement.Drop drop(Kind kind, String name) {
    return new Statement.Drop(kind, List.of(named(name)), false, false);
  }

  static SecretSource literal(String value) {
    return new SecretSource.Literal(SecretBytes.of(value));
  }

  static Statement.AlterSecret alterSecret(String name, SecretAction... actions) {
    return new Statement.AlterSecret(named(name), false, List.of(actions), Optional.empty());
  }

  /// Makes the storage `v`.
  void makeStorage() {
    run(createConnection, newConnection("v", VaultDouble.NAME, set("token", typed("t"))));
  }

  Map<String, String> inVault() {
    return vault.values();
  }

  @Override
  public void close() {
    catalog.close();
  }
}
