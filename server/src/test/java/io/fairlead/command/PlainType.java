package io.fairlead.command;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A type whose probe lets in whoever has the password `good`.
final class PlainType implements ConnectorType<PlainType.Config> {
  static final String NAME = "plain";

  record Config(Optional<OptionValue.SecretUse> password) {}

  private final Reveal reveal;

  PlainType(Reveal reveal) {
    this.reveal = reveal;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> spellings() {
    return List.of("PLAIN");
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.of("host", Shape.TEXT, "Where it is.").needed(),
        OptionSpec.of("port", Shape.PORT, "Its port."),
        OptionSpec.of("password", Shape.SECRET, "Who signs in.")
            .inGroup(SharedOptions.CREDENTIAL),
        SharedOptions.credential(),
        OptionSpec.of("certificate", Shape.TEXT_OR_SECRET, "Begins with PEM."),
        SharedOptions.maxConnections());
  }

  @Override
  public boolean validatesByDefault() {
    return false;
  }

  @Override
  public Config configure(Options options, Problems problems) {
    if (options.has("port") && options.get("port").equals(Optional.of(new OptionValue.Num(0)))) {
      problems.add(ProblemKind.INVALID_OPTION, "nobody listens on port 0");
    }
    return new Config(new OptionReader(options, problems).secret("password"));
  }

  @Override
  public Set<String> checkedSecrets() {
    return Set.of("certificate");
  }

  @Override
  public void checkSecret(String key, SecretBytes value, Problems problems) {
    if (!value.revealText(reveal).startsWith("PEM")) {
      problems.add(ProblemKind.INVALID_OPTION, "this is no certificate");
    }
  }

  @Override
  public void probe(Config config, Attempt attempt) throws StepFailed {
    attempt.step(
        "sign in",
        () -> {
          String password =
              config.password().map(use -> attempt.secret(use).revealText(reveal)).orElse("");
          if (!password.equals("good")) {
            throw new StepFailed("the password is wrong").refusedCredential();
          }
          return true;
        });
  }
}
