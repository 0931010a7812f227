package io.fairlead.server;

import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Proposal;
import io.fairlead.catalog.store.SqliteStore;
import io.fairlead.command.Actor;
import io.fairlead.command.Resolve;
import io.fairlead.connector.EgressDialer;
import io.fairlead.connector.EgressPolicy;
import io.fairlead.connector.SecretUses;
import io.fairlead.model.Connection;
import io.fairlead.model.Grant;
import io.fairlead.model.Header;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretVersion;
import io.fairlead.model.Touch;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStore;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.Slot;
import io.fairlead.sql.ObjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What an application asks for at each connect, without HTTP: by name, with the check of rights, the
/// count of uses and the audit. As a role that has USAGE by a grant, like an application's.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = "-Xmx1g")
public class ResolveBenchmark {
  private static final Touch NOW = new Touch(Instant.EPOCH, "bench");
  private static final ObjectId OWNER = new ObjectId(1);
  private static final ObjectId APP = new ObjectId(2);
  private static final int FIRST = 10;

  @Param({"10", "1000"})
  public int connections = 10;

  private final Actor app = new Actor(APP, "app", Name.PUBLIC);
  private @Nullable Catalog catalog;
  private @Nullable Resolve resolve;
  private List<ObjectName> names = List.of();

  /// One value for everything, in the place of this server's own vault. It is read once for each
  /// connection, and then never.
  private record OneSecret() implements SecretStore {
    @Override
    public String backend() {
      return "local";
    }

    @Override
    public MaterialRef keep(Slot slot, SecretBytes value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SecretBytes read(Slot slot, MaterialRef material) {
      return SecretBytes.of("pw");
    }

    @Override
    public void remove(Slot slot, MaterialRef material) {}

    @Override
    public boolean isSealed() {
      return false;
    }
  }

  @Setup
  public void fill() throws IOException {
    Catalog made =
        new Catalog(
            SqliteStore.open(
                Files.createTempDirectory("fairlead-bench"), UUID.randomUUID(), Instant.EPOCH),
            InstantSource.system(),
            failure -> {
              throw new IllegalStateException(failure);
            });
    made.start();
    catalog = made;
    resolve =
        new Resolve(
            Extensions.connectors(
                Reveal.create(), InstantSource.system(), "bench", Optional.empty(), Map.of(),
                List.of()),
            new SecretStores(List.of(new OneSecret())),
            new EgressDialer(new EgressPolicy(true, true)),
            new SecretUses(InstantSource.system()),
            InstantSource.system(),
            System::nanoTime);
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Put(role(OWNER, "owner")));
    changes.add(new Change.Put(role(APP, "app")));
    List<Grant> usage =
        List.of(new Grant(Optional.of(APP), OWNER, Set.of(Privilege.USAGE)));
    changes.add(
        new Change.Put(
            new Schema(
                Header.first(new ObjectId(3), Name.global(Name.PUBLIC), OWNER, NOW)
                    .withGrants(usage))));
    for (int i = 0; i < connections; i++) {
      changes.add(new Change.Put(secret(i)));
      changes.add(new Change.Put(connection(i, usage)));
    }
    made.submit(
        new Proposal<>("owner", "bench", "fill", (_, _) -> new Decision<>(changes, true)));
    names =
        java.util.stream.IntStream.range(0, connections)
            .mapToObj(i -> ObjectName.of("c" + i))
            .toList();
  }

  private static Role role(ObjectId id, String name) {
    return new Role(
        Header.first(id, Name.global(name), id, NOW), true, false, Optional.empty(), List.of());
  }

  private static ObjectId secretId(int number) {
    return new ObjectId(FIRST + 2L * number);
  }

  private static Secret secret(int number) {
    return new Secret(
        Header.first(secretId(number), new Name(Name.PUBLIC, "s" + number), OWNER, NOW),
        Secret.TEXT,
        List.of(new SecretVersion(1, new MaterialRef("local", "k" + number), NOW)));
  }

  private static Connection connection(int number, List<Grant> grants) {
    ObjectId id = new ObjectId(secretId(number).number() + 1);
    return new Connection(
        Header.first(id, new Name(Name.PUBLIC, "c" + number), OWNER, NOW).withGrants(grants),
        "postgres",
        Options.of(
            Map.of(
                "host", new OptionValue.Text("h"),
                "user", new OptionValue.Text("u"),
                "database", new OptionValue.Text("d"),
                "password", new OptionValue.SecretUse(secretId(number)))),
        List.of(),
        "materialize");
  }

  /// One of them by chance.
  @Benchmark
  public Object resolve() {
    Catalog told = Objects.requireNonNull(catalog);
    ObjectName name = names.get(ThreadLocalRandom.current().nextInt(connections));
    Resolve.Resolved found =
        Objects.requireNonNull(resolve).resolve(told.image(), app, name);
    told.resolved(app.roleName(), found.connection(), found.secrets());
    return found;
  }

  @TearDown
  public void close() {
    Objects.requireNonNull(catalog).close();
  }
}
