package io.fairlead.command;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.Dialer;
import io.fairlead.connector.ObjectSurroundings;
import io.fairlead.connector.PlaceProbe;
import io.fairlead.connector.Probe;
import io.fairlead.connector.SecretUses;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StorageType;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.secret.SecretStores;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Probes a connection as it would be: the same probe for CREATE, ALTER and VALIDATE. It proves how the
/// connection and all that it uses sign in now, and falls back to nothing while an overlap lasts.
public final class Prober {
  /// For a statement that would change something.
  static final String UNCHANGED = "Nothing was changed.";

  /// For one that may say that it wants no probe.
  static final String SKIPPABLE = UNCHANGED + " WITH (VALIDATE = false) skips the probe.";

  private final Connectors connectors;
  private final SecretStores secrets;
  private final Dialer dialer;
  private final SecretUses uses;
  private final Consumer<ObjectId> passed;
  private final LongSupplier nanoTime;
  private final Semaphore places = new Semaphore(Limits.PROBES_AT_ONCE);

  /// @param uses is told which versions of secrets have just let somebody in
  /// @param passed is told which connections have just passed
  public Prober(
      Connectors connectors,
      SecretStores secrets,
      Dialer dialer,
      SecretUses uses,
      Consumer<ObjectId> passed,
      LongSupplier nanoTime) {
    this.connectors = connectors;
    this.secrets = secrets;
    this.dialer = dialer;
    this.uses = uses;
    this.passed = passed;
    this.nanoTime = nanoTime;
  }

  /// Tries `candidate` among the other objects of `image`.
  ///
  /// @throws Refusal when too many probes run already
  Probe probe(Image image, Connection candidate) {
    ConnectorType<?> type = connectors.get(candidate.type());
    return probe(image, candidate, attempt -> attempt.probe(type));
  }

  /// Tries the place that a connection leads to, and refuses with every operation that fails.
  ///
  /// @param candidate with the place of whoever uses it
  Probe mustServe(
      Image image, Connection candidate, PlaceProbe.Trial trial, String otherwise) {
    StorageType<?> type = connectors.storageType(candidate.type());
    Probe probe = probe(image, candidate, attempt -> attempt.probe(type, trial));
    List<Probe.Step> failed =
        probe.steps().stream().filter(step -> step.failure() != null).toList();
    if (failed.isEmpty()) {
      return probe;
    }
    String first = failed.getFirst().name() + ": " + failed.getFirst().failure();
    throw Problem.of(
            ProblemKind.VALIDATION_FAILED,
            "the location cannot be used with connection \""
                + candidate.name().object()
                + "\": "
                + (failed.size() == 1 ? first : failed.size() + " operations failed"))
        .withDetail(
            failed.stream()
                .map(step -> step.name() + ": " + step.failure())
                .collect(Collectors.joining("\n")))
        .withHint(hint(failed.getFirst(), otherwise))
        .refusal();
  }

  private Probe probe(Image image, Connection candidate, Function<Attempt, Probe> trying) {
    if (!places.tryAcquire()) {
      throw Problem.of(ProblemKind.BUSY, "too many connections are being validated")
          .withHint("Try again in a moment, or use WITH (VALIDATE = false).")
          .refusal();
    }
    Deadline deadline =
        Deadline.after(SharedOptions.timeout(candidate.options(), Limits.PROBE), nanoTime);
    ObjectSurroundings around =
        new ObjectSurroundings(
            id -> id.equals(candidate.id()) ? Optional.of(candidate) : image.object(id),
            connectors,
            secrets);
    try (Attempt attempt = new Attempt(candidate, around, dialer, deadline, nanoTime)) {
      Probe probe = trying.apply(attempt);
      if (probe.passed()) {
        uses.record(attempt.secretsRead(), around, SecretUses.By.PROBE);
        passed.accept(candidate.id());
      }
      uses.refused(attempt.secretsRefused(), around);
      return probe;
    } finally {
      places.release();
    }
  }

  /// Probes and refuses the statement when a step fails.
  ///
  /// @param otherwise what the user can do beside mending the cause
  Probe mustPass(Image image, Connection candidate, String otherwise) {
    Probe probe = probe(image, candidate);
    probe
        .failedStep()
        .ifPresent(
            step -> {
              throw failed(candidate, probe, step, otherwise);
            });
    return probe;
  }

  private static Refusal failed(
      Connection candidate, Probe probe, Probe.Step step, String otherwise) {
    String detail =
        probe.steps().stream().map(Prober::sentence).collect(Collectors.joining("; ", "Steps: ", "."));
    return Problem.of(
            ProblemKind.VALIDATION_FAILED,
            "connection \""
                + candidate.name().object()
                + "\" failed validation at step \""
                + step.name()
                + "\": "
                + step.failure())
        .withDetail(detail)
        .withHint(hint(step, otherwise))
        .refusal();
  }

  private static @Nullable String hint(Probe.Step failed, String otherwise) {
    String hint = (failed.hint() == null ? "" : failed.hint() + " ") + otherwise;
    return hint.isBlank() ? null : hint.strip();
  }

  /// One step as people read it: `resolve 0.4 ms (127.0.0.1)`.
  static String sentence(Probe.Step step) {
    double millis = step.took().toNanos() / 1e6;
    String text = String.format(java.util.Locale.ROOT, "%s %.1f ms", step.name(), millis);
    if (step.failure() != null) {
      return text + " failed: " + step.failure();
    }
    return step.note().isEmpty() ? text : text + " (" + step.note() + ")";
  }
}
