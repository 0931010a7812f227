package io.fairlead.session;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Access;
import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Commit;
import io.fairlead.catalog.Follower;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.OverlapState;
import io.fairlead.catalog.SignInCounts;
import io.fairlead.catalog.TestResult;
import io.fairlead.command.Actor;
import io.fairlead.command.Commands;
import io.fairlead.command.OptionsJson;
import io.fairlead.command.Resolve;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.TokenPermission;
import io.fairlead.model.Touch;
import io.fairlead.sql.Dialect;
import io.fairlead.sql.Dialects;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Statements as objects instead of text: what a control plane asks of the catalog. They are the same
/// commands, under the same rights and in the same history, as those of a session.
public final class ControlPlane implements Follower {
  /// Options that [ConnectionView] has in a place of their own.
  private static final String CREDENTIAL = "credential";

  private static final String STORAGE = "credential_storage";
  private static final String MOST = "max_connections";
  private static final String TIMEOUT = "timeout";
  private final Catalog catalog;
  private final Commands commands;
  private final Dialect dialect;
  private final Resolve resolve;
  private final SignInCounts counts;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition committed = lock.newCondition();

  /// @param dialect the name of the one in which history tells of these statements
  public ControlPlane(
      Catalog catalog,
      Commands commands,
      Dialects dialects,
      String dialect,
      Resolve resolve,
      SignInCounts counts,
      InstantSource clock) {
    this.catalog = catalog;
    this.commands = commands;
    this.dialect = dialects.speaking(dialect);
    this.resolve = resolve;
    this.counts = counts;
    this.clock = clock;
  }

  /// Carries out a statement of the catalog.
  ///
  /// @throws Refusal as in a session; the audit is told
  public Reply run(Caller caller, Statement statement) {
    Commands.Bound command =
        commands
            .bind(statement)
            .orElseThrow(() -> new IllegalArgumentException("not a statement of the catalog"));
    try {
      return CatalogStatements.carryOut(
          catalog,
          caller.name(),
          dialect.name(),
          dialect.format(statement),
          () -> command.prepare(actor(caller), catalog.image(), List.of()));
    } catch (Refusal refusal) {
      Problem problem = refusal.problem();
      Touch now = new Touch(clock.instant(), caller.name());
      Refused.of(statement, Name.PUBLIC, now, problem).ifPresent(catalog::refused);
      throw refusal;
    }
  }

  /// The name under which statements of the control plane are kept.
  public String dialect() {
    return dialect.name();
  }

  private static Actor actor(Caller caller) {
    return new Actor(caller.role(), caller.name(), Name.PUBLIC);
  }

  private static Optional<Access> access(Image image, Caller caller) {
    return image.role(caller.role()).map(role -> Access.of(image, role));
  }

  /// Empty when there is none for the caller.
  public Optional<ConnectionView> connection(Caller caller, ObjectName name) {
    Image image = catalog.image();
    String schema = name.schema() == null ? Name.PUBLIC : name.schema();
    return image
        .find(Kind.Space.ITEM, new Name(schema, name.object()))
        .filter(Connection.class::isInstance)
        .map(Connection.class::cast)
        .filter(found -> access(image, caller).filter(may -> may.sees(found)).isPresent())
        .map(found -> view(image, found));
  }

  private ConnectionView view(Image image, Connection connection) {
    Map<String, Object> options = new TreeMap<>(OptionsJson.tree(image, connection.options()));
    List.of(CREDENTIAL, STORAGE, MOST, TIMEOUT).forEach(options::remove);
    return new ConnectionView(
        connection.id().toString(),
        connection.name().object(),
        connection.name().schema(),
        connection.type(),
        connection.header().comment(),
        options,
        reference(connection, CREDENTIAL),
        reference(connection, STORAGE),
        number(connection, MOST),
        number(connection, TIMEOUT),
        image.role(connection.owner()).map(role -> role.name().object()),
        connection.version(),
        connection.header().created().at(),
        connection.header().updated().at(),
        catalog.last(connection.id()).map(ControlPlane::lastTest),
        OverlapState.of(connection, image::secret, counts).map(ControlPlane::overlap));
  }

  private static ConnectionView.Overlap overlap(OverlapState state) {
    return new ConnectionView.Overlap(
        state.until(), state.proofs(), state.wanted(), state.refusals());
  }

  private static ConnectionView.LastTest lastTest(TestResult last) {
    return new ConnectionView.LastTest(
        last.at(),
        last.status(),
        last.latency().toNanos() / 1e6,
        last.error(),
        last.serverVersion());
  }

  private static Optional<String> reference(Connection connection, String key) {
    return connection
        .options()
        .get(key)
        .flatMap(value -> value.references().stream().findFirst())
        .map(ObjectId::toString);
  }

  private static Optional<Long> number(Connection connection, String key) {
    return connection.options().get(key).orElse(null) instanceof OptionValue.Num(long number)
        ? Optional.of(number)
        : Optional.empty();
  }

  /// The name of an object that is there for the caller.
  ///
  /// @param id `u7`
  public Optional<ObjectName> named(Caller caller, Kind kind, String id) {
    Image image = catalog.image();
    try {
      return image
          .object(ObjectId.parse(id))
          .filter(object -> object.kind() == kind)
          .filter(object -> access(image, caller).filter(may -> may.sees(object)).isPresent())
          .map(object -> new ObjectName(null, object.name().schema(), object.name().object(), 0));
    } catch (IllegalArgumentException noId) {
      return Optional.empty();
    }
  }

  /// What a driver needs, secrets included. The audit is told, also of a refusal.
  ///
  /// @throws Refusal when the token does not permit it, the connection is not there for the caller or
  ///     is none for drivers, or the right is missing
  public ResolvedView resolve(Caller caller, ObjectName name) {
    try {
      caller.mustBePermitted(TokenPermission.RESOLVE);
      Resolve.Resolved found = resolve.resolve(catalog.image(), actor(caller), name);
      catalog.resolved(caller.name(), found.connection(), found.secrets());
      return view(found);
    } catch (Refusal refusal) {
      Touch now = new Touch(clock.instant(), caller.name());
      catalog.refused(Refused.resolve(name, Name.PUBLIC, now, refusal.problem()));
      throw refusal;
    }
  }

  private static ResolvedView view(Resolve.Resolved found) {
    Connection connection = found.connection();
    Resolve.Way way = found.way();
    return new ResolvedView(
        connection.id().toString(),
        connection.name().object(),
        connection.version(),
        connection.type(),
        way.url(),
        way.properties(),
        way.user(),
        way.password(),
        way.secretVersion(),
        found.expires(),
        found
            .fallback()
            .map(
                before ->
                    new ResolvedView.Earlier(
                        before.user(),
                        before.password(),
                        before.secretVersion(),
                        found.until().orElseThrow())));
  }

  @Override
  public String name() {
    return "control plane";
  }

  @Override
  public void advance(Image before, Image after, List<Commit> between) {
    lock.lock();
    try {
      committed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there is a commit behind this one, at most so long.
  public void await(long sequence, Duration most) throws InterruptedException {
    lock.lock();
    try {
      long left = most.toNanos();
      while (sequence() <= sequence && left > 0) {
        left = committed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /// The last commit.
  public long sequence() {
    return catalog.image().sequence();
  }

  /// Changes behind a commit that the caller may see, oldest first.
  ///
  public List<ChangeEvent> changes(Caller caller, long after) {
    return Changes.after(catalog, caller, after, Limits.EVENTS_AT_ONCE);
  }
}
