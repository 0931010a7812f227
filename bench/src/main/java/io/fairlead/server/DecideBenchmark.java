package io.fairlead.server;

import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.Store;
import io.fairlead.catalog.store.SqliteStore;
import io.fairlead.command.Actor;
import io.fairlead.command.AlterConnection;
import io.fairlead.command.Definition;
import io.fairlead.command.EarlierVersions;
import io.fairlead.command.Families;
import io.fairlead.command.KeyPairs;
import io.fairlead.command.OwnSecrets;
import io.fairlead.command.ObjectPrivileges;
import io.fairlead.command.Prepared;
import io.fairlead.command.Prober;
import io.fairlead.command.SecretContents;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.EgressDialer;
import io.fairlead.connector.EgressPolicy;
import io.fairlead.connector.SecretUses;
import io.fairlead.model.Connection;
import io.fairlead.model.Header;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Touch;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStore;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.Slot;
import io.fairlead.sql.Dialects;
import io.fairlead.sql.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
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
import org.openjdk.jmh.annotations.Warmup;

/// What must not grow with the number of objects.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = "-Xmx3g")
public class DecideBenchmark {
  private static final Touch NOW = new Touch(Instant.EPOCH, "bench");
  private static final ObjectId ANN = new ObjectId(1);
  private static final ObjectId READER = new ObjectId(2);
  private static final int STATEMENTS = 1000;

  @Param({"10", "1000000"})
  public int objects = 10;

  private final Random random = new Random(20261125);
  private Image image = Image.EMPTY;
  private Actor actor = new Actor(ANN, "ann", Name.PUBLIC);
  private final Connectors connectors =
      Extensions.connectors(Reveal.create(), InstantSource.system(), "bench", Optional.empty(),
                Map.of(), List.of());
  private final SecretStores secrets = new SecretStores(List.of(new NoSecrets()));
  private final Families families = new Families(connectors);
  private final ObjectPrivileges.Granting granting = new ObjectPrivileges.Granting(families);
  private @Nullable AlterConnection alter;
  private List<Statement.AlterConnection> statements = List.of();
  private List<Statement.GrantPrivileges> grants = List.of();

  /// Keeps nothing: nobody asks it for anything here.
  private record NoSecrets() implements SecretStore {
    @Override
    public String backend() {
      return "none";
    }

    @Override
    public MaterialRef keep(Slot slot, SecretBytes value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SecretBytes read(Slot slot, MaterialRef material) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void remove(Slot slot, MaterialRef material) {}

    @Override
    public boolean isSealed() {
      return false;
    }
  }

  /// The store is asked by ROLLBACK alone, so an empty one will do.
  private AlterConnection alter() throws IOException {
    Store store =
        SqliteStore.open(
            Files.createTempDirectory("fairlead-bench"), UUID.randomUUID(), Instant.EPOCH);
    return new AlterConnection(
        new Definition(connectors),
        new KeyPairs(secrets, new SecureRandom()),
        new OwnSecrets(secrets, () -> new ObjectId(1)),
        new SecretContents(connectors, secrets),
        new Prober(
            connectors,
            secrets,
            new EgressDialer(new EgressPolicy(true, true)),
            new SecretUses(InstantSource.system()),
            _ -> {},
            System::nanoTime),
        families,
        new EarlierVersions(store));
  }

  @Setup
  public void fill() throws IOException {
    alter = alter();
    Dialects dialects = Extensions.dialects(connectors);
    image = image.with(role(ANN, "ann")).with(role(READER, "reader"));
    image =
        image.with(
            new Schema(Header.first(new ObjectId(3), Name.global(Name.PUBLIC), ANN, NOW)));
    Options options =
        Options.of(
            Map.of(
                "host", new OptionValue.Text("h"),
                "user", new OptionValue.Text("u"),
                "database", new OptionValue.Text("d")));
    for (int i = 0; i < objects; i++) {
      Header header =
          Header.first(new ObjectId(10 + i), new Name(Name.PUBLIC, "c" + i), ANN, NOW);
      image =
          image.with(
              new Connection(
                  header,
                  "postgres",
                  options,
                  List.of(),
                  "materialize"));
    }
    List<Integer> chosen = random.ints(STATEMENTS, 0, objects).boxed().toList();
    statements =
        texts(
            chosen,
            "ALTER CONNECTION c%d SET (HOST = 'h2', PORT = 6432), RESET (SSL MODE)"
                + " WITH (VALIDATE = false)",
            dialects,
            Statement.AlterConnection.class);
    grants =
        texts(
            chosen,
            "GRANT USAGE ON CONNECTION c%d TO reader",
            dialects,
            Statement.GrantPrivileges.class);
  }

  private static <S extends Statement> List<S> texts(
      List<Integer> numbers, String text, Dialects dialects, Class<S> type) {
    return numbers.stream()
        .map(i -> type.cast(dialects.read(text.formatted(i), Dialects.AUTO).statement()))
        .toList();
  }

  private static Role role(ObjectId id, String name) {
    return new Role(
        Header.first(id, Name.global(name), id, NOW), true, false, Optional.empty(), List.of());
  }

  /// Names, rights, edits and rules, both halves, without the store.
  @Benchmark
  public Object alterConnection() {
    return decided(
        Objects.requireNonNull(alter)
            .prepare(statements.get(random.nextInt(STATEMENTS)), actor, image, List.of()));
  }

  /// The same, and the image after it with its index of who is named.
  @Benchmark
  public Object grant() {
    return image.after(
        decided(
                granting.prepare(
                    grants.get(random.nextInt(STATEMENTS)), actor, image, List.of()))
            .changes()
            .getFirst());
  }

  private Decision<?> decided(Prepared prepared) {
    return ((Prepared.Change) prepared).step().decide(image, NOW);
  }
}
