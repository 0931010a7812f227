package io.fairlead.connector;

import io.fairlead.base.Deadline;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.base.Refusal;
import io.fairlead.model.Connection;
import io.fairlead.model.Header;
import io.fairlead.model.KeyPair;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.Touch;
import io.fairlead.secret.SecretBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Connections and secrets for a test, and probes among them.
public final class Workbench implements Surroundings {
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Map<ObjectId, Connection> connections = new HashMap<>();
  private final Map<ObjectId, String> secrets = new HashMap<>();
  private final Map<String, String> privateKeys = new HashMap<>();
  private final List<ConnectorType<?>> types;
  private final Dialer dialer;
  private long next = 1;

  public Workbench(ConnectorType<?>... types) {
    this(new EgressDialer(new EgressPolicy(true, true)), types);
  }

  public Workbench(Dialer dialer, ConnectorType<?>... types) {
    this.dialer = dialer;
    this.types = List.of(types);
  }

  public OptionValue.SecretUse secretOf(String value) {
    ObjectId id = new ObjectId(next++);
    secrets.put(id, value);
    return new OptionValue.SecretUse(id);
  }

  /// @param options text, whole number, flag or option value by key
  public static Options options(Object... options) {
    Map<String, OptionValue> values = new TreeMap<>();
    for (int i = 0; i < options.length; i += 2) {
      values.put((String) options[i], value(options[i + 1]));
    }
    return Options.of(values);
  }

  private static OptionValue value(Object value) {
    return switch (value) {
      case String text -> new OptionValue.Text(text);
      case Integer number -> new OptionValue.Num(number);
      case Boolean flag -> new OptionValue.Flag(flag);
      case OptionValue ready -> ready;
      default -> throw new IllegalArgumentException("no option value");
    };
  }

  public Connection connection(String type, Object... options) {
    return connection(type, List.of(), options);
  }

  public Connection connection(String type, List<GeneratedKeyPair> keys, Object... options) {
    ObjectId id = new ObjectId(next++);
    List<KeyPair> pairs = new ArrayList<>();
    for (GeneratedKeyPair key : keys) {
      String place = "k" + next++;
      privateKeys.put(place, key.privateKey().revealText(io.fairlead.secret.Reveal.create()));
      pairs.add(new KeyPair(key.publicKey(), new MaterialRef("test", place)));
    }
    Header header =
        Header.first(
            id,
            new Name(Name.PUBLIC, "c" + id.number()),
            new ObjectId(1_000_000),
            new Touch(Instant.EPOCH, "test"));
    Connection made =
        new Connection(
            header, type, options(options), pairs, "test");
    connections.put(id, made);
    return made;
  }

  public static OptionValue.ConnectionUse use(Connection connection) {
    return new OptionValue.ConnectionUse(connection.id());
  }

  public Probe probe(Connection subject) {
    return probe(subject, PATIENCE);
  }

  public Probe probe(Connection subject, Duration patience) {
    Deadline deadline = Deadline.after(patience, System::nanoTime);
    try (Attempt attempt = new Attempt(subject, this, dialer, deadline, System::nanoTime)) {
      return attempt.probe(type(subject.type()));
    }
  }

  /// Tries what a table or a stage does in its place.
  public Probe probe(Connection subject, PlaceProbe.Trial trial) {
    Deadline deadline = Deadline.after(PATIENCE, System::nanoTime);
    try (Attempt attempt = new Attempt(subject, this, dialer, deadline, System::nanoTime)) {
      return attempt.probe((StorageType<?>) type(subject.type()), trial);
    }
  }

  /// How a probe that must fail fails.
  public StepFailed failure(Connection subject) {
    Deadline deadline = Deadline.after(PATIENCE, System::nanoTime);
    try (Attempt attempt = new Attempt(subject, this, dialer, deadline, System::nanoTime)) {
      return failure(type(subject.type()), attempt);
    }
  }

  private static <C extends Record> StepFailed failure(ConnectorType<C> type, Attempt attempt) {
    try {
      type.probe(configure(type, attempt), attempt);
    } catch (StepFailed failed) {
      return failed;
    }
    throw new AssertionError("the probe has passed");
  }

  /// Opens a place for objects.
  public ObjectLink objects(Connection subject, Duration patience) throws StepFailed {
    Deadline deadline = Deadline.after(patience, System::nanoTime);
    try (Attempt attempt = new Attempt(subject, this, dialer, deadline, System::nanoTime)) {
      return (ObjectLink) attempt.open((StorageType<?>) type(subject.type()));
    }
  }

  /// What an application gets.
  public DriverSettings driverSettings(Connection subject) throws StepFailed {
    Deadline deadline = Deadline.after(PATIENCE, System::nanoTime);
    try (Attempt attempt = new Attempt(subject, this, dialer, deadline, System::nanoTime)) {
      return driverSettings((DriverType<?>) type(subject.type()), attempt);
    }
  }

  private static <C extends Record> DriverSettings driverSettings(
      DriverType<C> type, Attempt attempt) throws StepFailed {
    return type.driverSettings(configure(type, attempt), attempt);
  }

  private static <C extends Record> C configure(ConnectorType<C> type, Attempt attempt) {
    Problems problems = new Problems();
    C config = type.configure(attempt.subject().options(), problems);
    problems.throwIfAny();
    return config;
  }

  private ConnectorType<?> type(String name) {
    return types.stream().filter(type -> type.name().equals(name)).findFirst().orElseThrow();
  }

  VaultType<?> vaultType(String name) {
    return (VaultType<?>) type(name);
  }

  /// One line a step, without times: `connect: 127.0.0.1 port 5432`.
  public static String read(Probe probe) {
    StringBuilder text = new StringBuilder();
    for (Probe.Step step : probe.steps()) {
      text.append(step.name()).append(": ");
      text.append(step.failure() == null ? step.note() : "FAILED " + step.failure());
      text.append('\n');
    }
    return text.toString();
  }

  @Override
  public Connection connection(ObjectId id) {
    Connection found = connections.get(id);
    if (found == null) {
      throw Refusal.of(ProblemKind.UNKNOWN_OBJECT, "no such connection");
    }
    return found;
  }

  @Override
  public TunnelType<?> tunnelType(String type) {
    return (TunnelType<?>) type(type);
  }

  @Override
  public SignerType<?> signerType(String type) {
    return new Connectors(types).signer(type);
  }

  @Override
  public SecretBytes secret(OptionValue.SecretUse use) {
    String value = secrets.get(use.secret());
    if (value == null) {
      throw Refusal.of(ProblemKind.UNKNOWN_OBJECT, "no such secret");
    }
    return SecretBytes.of(value);
  }

  @Override
  public SecretBytes privateKey(ObjectId connection, KeyPair pair) {
    String value = privateKeys.get(pair.privateKey().key());
    if (value == null) {
      throw Refusal.of(ProblemKind.UNKNOWN_OBJECT, "no such key");
    }
    return SecretBytes.of(value);
  }
}
