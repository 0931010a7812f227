package io.fairlead.command;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.Dialer;
import io.fairlead.connector.Probe;
import io.fairlead.connector.SignerType;
import io.fairlead.connector.Surroundings;
import io.fairlead.connector.TunnelType;
import io.fairlead.model.Connection;
import io.fairlead.model.KeyPair;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretVersion;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.Slot;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Probes a connection as it would be: the same probe for CREATE, ALTER and VALIDATE.
public final class Prober {
  /// For a statement that would change something.
  static final String UNCHANGED = "Nothing was changed. WITH (VALIDATE = false) skips the probe.";

  private final Connectors connectors;
  private final SecretStores secrets;
  private final Dialer dialer;
  private final LongSupplier nanoTime;
  private final Semaphore places = new Semaphore(Limits.PROBES_AT_ONCE);

  public Prober(
      Connectors connectors, SecretStores secrets, Dialer dialer, LongSupplier nanoTime) {
    this.connectors = connectors;
    this.secrets = secrets;
    this.dialer = dialer;
    this.nanoTime = nanoTime;
  }

  /// Tries `candidate` among the other objects of `image`.
  ///
  /// @throws Refusal when too many probes run already
  Probe probe(Image image, Connection candidate) {
    if (!places.tryAcquire()) {
      throw Problem.of(ProblemKind.BUSY, "too many connections are being validated")
          .withHint("Try again in a moment, or use WITH (VALIDATE = false).")
          .refusal();
    }
    Deadline deadline = Deadline.after(Limits.PROBE, nanoTime);
    try (Attempt attempt =
        new Attempt(candidate, new Around(image, candidate), dialer, deadline, nanoTime)) {
      return attempt.probe(connectors.get(candidate.type()));
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
    String hint = (step.hint() == null ? "" : step.hint() + " ") + otherwise;
    return Problem.of(
            ProblemKind.VALIDATION_FAILED,
            "connection \""
                + candidate.name().object()
                + "\" failed validation at step \""
                + step.name()
                + "\": "
                + step.failure())
        .withDetail(detail)
        .withHint(hint.isBlank() ? null : hint.strip())
        .refusal();
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

  /// The objects of an image, with the candidate in the place of its stored version.
  private final class Around implements Surroundings {
    private final Image image;
    private final Connection candidate;

    private Around(Image image, Connection candidate) {
      this.image = image;
      this.candidate = candidate;
    }

    @Override
    public Connection connection(ObjectId id) {
      if (id.equals(candidate.id())) {
        return candidate;
      }
      return image
          .connection(id)
          .orElseThrow(
              () ->
                  Refusal.of(
                      ProblemKind.UNKNOWN_OBJECT, "a connection that it uses has been dropped"));
    }

    @Override
    public TunnelType<?> tunnelType(String type) {
      return connectors.tunnel(type);
    }

    @Override
    public SignerType<?> signerType(String type) {
      return connectors.signer(type);
    }

    @Override
    public SecretBytes secret(OptionValue.SecretUse use) {
      Secret secret =
          image
              .secret(use.secret())
              .orElseThrow(
                  () ->
                      Refusal.of(
                          ProblemKind.UNKNOWN_OBJECT, "a secret that it uses has been dropped"));
      SecretVersion version =
          use.version().isEmpty()
              ? secret.current()
              : secret
                  .version(use.version().get())
                  .orElseThrow(
                      () ->
                          Refusal.of(
                              ProblemKind.UNKNOWN_OBJECT,
                              "a version of a secret that it uses is not kept any more"));
      return secrets.read(new Slot(secret.id(), Slot.VALUE), version.material());
    }

    @Override
    public SecretBytes privateKey(ObjectId connection, KeyPair pair) {
      return secrets.read(new Slot(connection, Slot.KEY), pair.privateKey());
    }
  }
}
