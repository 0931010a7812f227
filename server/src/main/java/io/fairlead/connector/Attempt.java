package io.fairlead.connector;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problems;
import io.fairlead.base.Refusal;
import io.fairlead.model.Connection;
import io.fairlead.model.KeyPair;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// One attempt to connect for one connection: its deadline, its way out, its secrets, and the
/// record of the steps that it took. Used by one thread.
public final class Attempt implements AutoCloseable {
  /// The work of one step.
  @FunctionalInterface
  public interface Work<T> {
    T run() throws StepFailed, IOException;
  }

  private final Connection subject;
  private final Surroundings surroundings;
  private final Dialer dialer;
  private final Deadline deadline;
  private final LongSupplier nanoTime;
  private final String prefix;
  private final List<Probe.Step> steps;
  private final TreeMap<String, OptionValue> learned = new TreeMap<>();
  private final Map<ObjectId, Tunnel> tunnels = new LinkedHashMap<>();
  private final List<BoundedSocket> sockets = new ArrayList<>();
  private final List<SecretRead> secretsRead;
  private final List<SecretRead> secretsRefused;
  private final SignIns signIns;
  private final Set<ObjectId> identities = new HashSet<>();
  private String note = "";
  private String serverVersion = "";

  /// One in which everybody signs in as they are now.
  public Attempt(
      Connection subject,
      Surroundings surroundings,
      Dialer dialer,
      Deadline deadline,
      LongSupplier nanoTime) {
    this(subject, surroundings, dialer, deadline, nanoTime, SignIns.PRESENT);
  }

  /// @param signIns how the connections that the subject uses sign in
  public Attempt(
      Connection subject,
      Surroundings surroundings,
      Dialer dialer,
      Deadline deadline,
      LongSupplier nanoTime,
      SignIns signIns) {
    this(
        subject,
        surroundings,
        dialer,
        deadline,
        nanoTime,
        signIns,
        "",
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  private Attempt(
      Connection subject,
      Surroundings surroundings,
      Dialer dialer,
      Deadline deadline,
      LongSupplier nanoTime,
      SignIns signIns,
      String prefix,
      List<Probe.Step> steps,
      List<SecretRead> secretsRead,
      List<SecretRead> secretsRefused) {
    this.subject = subject;
    this.surroundings = surroundings;
    this.dialer = dialer;
    this.deadline = deadline;
    this.nanoTime = nanoTime;
    this.signIns = signIns;
    this.prefix = prefix;
    this.steps = steps;
    this.secretsRead = secretsRead;
    this.secretsRefused = secretsRefused;
    identities.add(subject.id());
  }

  /// Configures and probes the subject; a refusal by its rules or its secrets is a failed step too.
  public <C extends Record> Probe probe(ConnectorType<C> type) {
    return probe(() -> type.probe(configure(type, subject), this));
  }

  /// Opens the subject's place and tries it.
  public Probe probe(StorageType<?> type, PlaceProbe.Trial trial) {
    return probe(
        () -> {
          try (ObjectLink link = openUnproven(type)) {
            PlaceProbe.run(link, this, trial);
          }
        });
  }

  /// What a probe does.
  private interface Trying {
    void run() throws StepFailed;
  }

  private Probe probe(Trying trying) {
    try {
      trying.run();
      return new Probe(List.copyOf(steps), learned, serverVersion);
    } catch (StepFailed failed) {
      judged(failed);
      if (steps.stream().noneMatch(step -> step.failure() != null)) {
        record("connect", 0, failed.cause(), failed.hint());
      }
    } catch (Refusal refusal) {
      record("prepare", 0, refusal.problem().message(), refusal.problem().hint());
    }
    return new Probe(List.copyOf(steps), new TreeMap<>(), serverVersion);
  }

  /// Configures the subject and opens a link, which outlives this attempt.
  ///
  /// @throws StepFailed at the first step that failed
  /// @throws Refusal when its rules or its secrets refuse
  public <C extends Record> Link open(LinkType<C> type) throws StepFailed {
    C config = configure(type, subject);
    try {
      return type.open(config, this);
    } catch (StepFailed failed) {
      throw judged(failed);
    }
  }

  /// Notes whose secrets a failure has refused: the subject's, and those of who signs for it.
  private StepFailed judged(StepFailed failed) {
    if (failed.isCredentialRefused()) {
      refused();
    }
    return failed;
  }

  /// The peer has refused who signs in, or with what, if not at once.
  public void refused() {
    for (SecretRead read : List.copyOf(secretsRead)) {
      if (identities.contains(read.connection())) {
        secretsRead.remove(read);
        secretsRefused.add(read);
      }
    }
  }

  private <C extends Record> ObjectLink openUnproven(StorageType<C> type) throws StepFailed {
    C config = configure(type, subject);
    try {
      return type.openUnproven(config, this);
    } catch (StepFailed failed) {
      throw judged(failed);
    }
  }

  /// What was dialled so far, for a link: from now on it is the link's to close.
  public Line keep() {
    sockets.removeIf(BoundedSocket::isClosed); // Those of requests on the way are done with.
    Line line = new Line(sockets, List.copyOf(tunnels.values()));
    sockets.clear();
    tunnels.clear();
    return line;
  }

  /// Runs one step and records it with its time. An [IOException] becomes a failure by its kind
  /// alone: drivers put what they like into its text.
  public <T> T step(String name, Work<T> work) throws StepFailed {
    long start = nanoTime.getAsLong();
    note = "";
    try {
      if (deadline.hasPassed()) {
        throw new StepFailed("the time for this attempt is over").withoutAnswer();
      }
      T result = work.run();
      record(name, start, null, null);
      return result;
    } catch (StepFailed failed) {
      String failedAt = failed.step() == null ? name : failed.step();
      record(failedAt, start, failed.cause(), failed.hint());
      throw failed;
    } catch (IOException failure) {
      StepFailed failed = Causes.of(failure, deadline);
      record(name, start, failed.cause(), failed.hint());
      throw failed;
    }
  }

  /// What the running step found, for people: an address, a version.
  public void note(String text) {
    note = text;
  }

  /// What the peer of the subject says that it runs.
  public void serverVersion(String version) {
    serverVersion = version;
  }

  /// A connected socket to the endpoint, directly or through the tunnel connection `via`, whose own
  /// steps are recorded with its name in front.
  public Socket dial(Endpoint endpoint, Optional<ObjectId> via) throws StepFailed {
    if (via.isPresent()) {
      Tunnel tunnel = tunnel(via.get());
      return step("connect", () -> throughTunnel(tunnel, endpoint));
    }
    List<InetAddress> addresses = resolve(endpoint.host());
    return step("connect", () -> connect(addresses, endpoint.port()));
  }

  /// The same inside a running step: it records no steps of its own.
  public Socket dialWithin(Endpoint endpoint, Optional<ObjectId> via)
      throws StepFailed, IOException {
    return via.isPresent()
        ? throughTunnel(tunnel(via.get()), endpoint)
        : connect(dialer.resolve(endpoint.host(), deadline), endpoint.port());
  }

  private Socket throughTunnel(Tunnel tunnel, Endpoint endpoint) throws StepFailed, IOException {
    dialer.checkBeyondTunnel(endpoint.host());
    Socket socket = bounded(tunnel.dial(endpoint, deadline));
    note(endpoint + " through the tunnel");
    return socket;
  }

  private Socket connect(List<InetAddress> addresses, int port) throws StepFailed, IOException {
    Socket socket = bounded(dialer.connectToFirst(addresses, port, deadline));
    note(socket.getInetAddress().getHostAddress() + " port " + port);
    return socket;
  }

  /// For a link whose service sends its readers to other hosts, which are dialled when this attempt
  /// is over.
  ///
  /// @param tls how those hosts are recognised
  public OtherHosts otherHosts(Tls tls, Reveal permission) throws StepFailed {
    return new OtherHosts(dialer, tls.layer("", this, permission));
  }

  /// The addresses of a host that the egress policy allows, for a library that connects by itself.
  public List<InetAddress> resolve(String host) throws StepFailed {
    return step(
        "resolve",
        () -> {
          List<InetAddress> found = dialer.resolve(host, deadline);
          note(found.getFirst().getHostAddress());
          return found;
        });
  }

  /// The probe's sockets end with it, whatever a driver forgets.
  private Socket bounded(Socket socket) throws IOException {
    BoundedSocket bounded = new BoundedSocket(socket, deadline, Limits.PROBE_BYTES);
    sockets.add(bounded);
    return bounded;
  }

  private Tunnel tunnel(ObjectId id) throws StepFailed {
    Tunnel open = tunnels.get(id);
    if (open == null) {
      Connection connection = surroundings.connection(id);
      TunnelType<?> type = surroundings.tunnelType(connection.type());
      open = used(connection, (as, within) -> openTunnel(type, as, inner("tunnel", as, within)));
      tunnels.put(id, open);
    }
    return open;
  }

  private static <C extends Record> Tunnel openTunnel(
      TunnelType<C> type, Connection connection, Attempt inner) throws StepFailed {
    try {
      return type.open(configure(type, connection), inner);
    } catch (StepFailed failed) {
      throw inner.judged(failed);
    }
  }

  /// Opens a connection that the subject uses. Where that one is refused, the subject is not: another
  /// sign-in of its own would not help.
  private <T> T used(Connection connection, SignIns.Opening<T> opening) throws StepFailed {
    try {
      return signIns.open(connection, opening);
    } catch (StepFailed failed) {
      throw failed.isCredentialRefused() ? failed.ofAnother() : failed;
    }
  }

  /// Something that signs requests with the credentials of the connection `id`, whose own steps are
  /// recorded with its name in front.
  public RequestSigner signer(ObjectId id) throws StepFailed {
    return signer(id, Optional.empty());
  }

  /// The same for a region other than the signer's own.
  public RequestSigner signer(ObjectId id, Optional<String> region) throws StepFailed {
    Connection connection = surroundings.connection(id);
    SignerType<?> type = surroundings.signerType(connection.type());
    RequestSigner signer =
        used(
            connection,
            (as, within) -> openSigner(type, as, region, inner("signer", as, within)));
    identities.add(id);
    return signer;
  }

  private static <C extends Record> RequestSigner openSigner(
      SignerType<C> type, Connection connection, Optional<String> region, Attempt inner)
      throws StepFailed {
    try {
      return type.signer(configure(type, connection), region, inner);
    } catch (StepFailed failed) {
      throw inner.judged(failed);
    }
  }

  /// What an application's driver needs for the subject. Reads its secrets and dials nothing.
  public <C extends Record> DriverSettings driverSettings(DriverType<C> type) throws StepFailed {
    return type.driverSettings(configure(type, subject), this);
  }

  /// Opens the subject as a vault.
  public <C extends Record> Vault vault(VaultType<C> type) throws StepFailed {
    try {
      return type.open(configure(type, subject), this);
    } catch (StepFailed failed) {
      throw judged(failed);
    }
  }

  private static <C extends Record> C configure(ConnectorType<C> type, Connection connection) {
    Problems problems = new Problems();
    C config = type.configure(connection.options(), problems);
    problems.throwIfAny();
    return config;
  }

  private Attempt inner(String role, Connection connection, SignIns within) {
    return new Attempt(
        connection,
        surroundings,
        dialer,
        deadline,
        nanoTime,
        within,
        prefix + role + " " + connection.name().object() + ": ",
        steps,
        secretsRead,
        secretsRefused);
  }

  /// A connection that the subject names, whose options the subject may use as its own.
  public Connection connection(ObjectId id) {
    return surroundings.connection(id);
  }

  /// The connection that this attempt is for.
  public Connection subject() {
    return subject;
  }

  public Deadline deadline() {
    return deadline;
  }

  /// The value of a secret that the subject uses.
  public SecretBytes secret(OptionValue.SecretUse use) {
    SecretBytes value = surroundings.secret(use);
    secretsRead.add(new SecretRead(subject.id(), use));
    return value;
  }

  /// The secrets that were read so far, by the subject and by what it uses, and not refused.
  public List<SecretRead> secretsRead() {
    return List.copyOf(secretsRead);
  }

  /// The secrets of those whom a peer has refused.
  public List<SecretRead> secretsRefused() {
    return List.copyOf(secretsRefused);
  }

  /// The private half of one of the subject's key pairs.
  public SecretBytes privateKey(KeyPair pair) {
    return surroundings.privateKey(subject.id(), pair);
  }

  /// Something that the subject should keep as an option from now on, if the attempt succeeds.
  public void learn(String key, OptionValue value) {
    learned.put(key, value);
  }

  @Override
  public void close() {
    sockets.reversed().forEach(Quietly::close);
    sockets.clear();
    tunnels.values().forEach(Tunnel::close);
    tunnels.clear();
  }

  private void record(
      String name,
      long start,
      @org.jspecify.annotations.Nullable String failure,
      @org.jspecify.annotations.Nullable String hint) {
    Duration took = start == 0 ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - start);
    steps.add(new Probe.Step(prefix + name, took, failure == null ? note : "", failure, hint));
  }
}
