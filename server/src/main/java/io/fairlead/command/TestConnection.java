package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.Step;
import io.fairlead.catalog.TestResult;
import io.fairlead.catalog.TestResults;
import io.fairlead.connector.Probe;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Listing;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// TEST CONNECTION, TEST CREDENTIAL STORAGE and the like: the type's probe on the stored definition. A
/// failure is an answer. The result is the connection's status from now on; what the probe learns (a host key
/// seen for the first time) is kept as a new version, as VALIDATE CONNECTION keeps it.
public final class TestConnection implements Command<Statement.TestConnection> {
  private static final List<Column> RESULT =
      List.of(
          Column.text("name"),
          Column.text("status"),
          new Column("latency_ms", ColumnType.FLOAT8),
          Column.text("server_version"),
          Column.text("step"),
          Column.text("error"),
          Column.text("hint"));

  /// One row a step, as DeltaForge traces the test of a storage.
  private static final List<Column> TRACE =
      List.of(Column.text("level"), Column.text("message"));

  private final Prober prober;
  private final Families families;
  private final BuiltInVault builtIn;
  private final TestResults results;
  private final InstantSource clock;

  public TestConnection(
      Prober prober,
      Families families,
      BuiltInVault builtIn,
      TestResults results,
      InstantSource clock) {
    this.prober = prober;
    this.families = families;
    this.builtIn = builtIn;
    this.results = results;
    this.clock = clock;
  }

  @Override
  public Prepared prepare(
      Statement.TestConnection statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    if (statement.of() == Listing.CREDENTIAL_STORAGE && BuiltInVault.isNamed(statement.name())) {
      Rights.mustBeSuperuser(image, actor, "test the built-in vault");
      return new Prepared.Answer(Reply.rows(TRACE, trace(builtIn.probe())));
    }
    if (statement.ifExists()
        && Lookup.find(image, Kind.CONNECTION, statement.name(), actor).isEmpty()) {
      Problem skipped = Lookup.skipped(Kind.CONNECTION, statement.name());
      return new Prepared.Answer(
          new Reply("SELECT 0", columns(statement), List.of(), List.of(skipped)));
    }
    Connection connection = Lookup.connection(image, statement.name(), actor);
    Rights.mustUse(image, actor, connection);
    families.mustBe(connection, statement.of().family());
    Probe probe = prober.probe(image, connection);
    results.tested(connection.id(), result(probe));
    Reply reply =
        statement.of() == Listing.CREDENTIAL_STORAGE
            ? Reply.rows(TRACE, trace(probe))
            : Reply.rows(RESULT, List.<@Nullable Object[]>of(row(connection, probe)));
    return probe.learned().isEmpty()
        ? new Prepared.Answer(reply)
        : new Prepared.Change(learning(statement, actor, image, connection, probe, reply));
  }

  private static Step<Reply> learning(
      Statement.TestConnection statement,
      Actor actor,
      Image image,
      Connection tested,
      Probe probe,
      Reply reply) {
    Probed probed = Probed.of(image, tested, probe);
    return (latest, now) -> {
      try {
        Connection before = Lookup.connection(latest, statement.name(), actor);
        Connection after = probed.proved(latest, before);
        return after.equals(before)
            ? Decision.nothing(reply)
            : new Decision<>(
                List.of(new Change.Put(after.withHeader(after.header().next(now)))), reply);
      } catch (Refusal changedMeanwhile) {
        // What was learned belongs to a definition that is no more; the test was made all the same.
        return Decision.nothing(reply);
      }
    };
  }

  private TestResult result(Probe probe) {
    Optional<Probe.Step> failed = probe.failedStep();
    return new TestResult(
        clock.instant(),
        failed.isEmpty(),
        latency(probe),
        failed.map(step -> step.name() + ": " + step.failure()).orElse(""),
        probe.serverVersion());
  }

  private static Duration latency(Probe probe) {
    return probe.steps().stream().map(Probe.Step::took).reduce(Duration.ZERO, Duration::plus);
  }

  private static @Nullable Object[] row(Connection connection, Probe probe) {
    Optional<Probe.Step> failed = probe.failedStep();
    return new @Nullable Object[] {
      connection.name().object(),
      failed.isEmpty() ? "PASSED" : "FAILED",
      millis(latency(probe)),
      probe.serverVersion().isEmpty() ? null : probe.serverVersion(),
      failed.map(Probe.Step::name).orElse(null),
      failed.map(Probe.Step::failure).orElse(null),
      failed.map(Probe.Step::hint).orElse(null)
    };
  }

  static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 1e5) / 10.0;
  }

  private static List<@Nullable Object[]> trace(Probe probe) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Probe.Step step : probe.steps()) {
      String level = step.failure() == null ? "info" : "error";
      rows.add(new @Nullable Object[] {level, Prober.sentence(step)});
    }
    rows.add(
        probe.passed()
            ? new @Nullable Object[] {"success", "the test passed"}
            : new @Nullable Object[] {"error", "the test failed"});
    return rows;
  }

  @Override
  public List<Column> columns(Statement.TestConnection statement) {
    return statement.of() == Listing.CREDENTIAL_STORAGE ? TRACE : RESULT;
  }
}
