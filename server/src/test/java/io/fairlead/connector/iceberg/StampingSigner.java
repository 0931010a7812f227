package io.fairlead.connector.iceberg;

import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.SignerType;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.Options;
import java.util.List;
import java.util.Optional;

/// Stands in the place of AWS connections: its signature is a stamp that says what it was given.
final class StampingSigner implements SignerType<StampingSigner.Config> {
  record Config(String stamp) {}

  @Override
  public String name() {
    return "aws";
  }

  @Override
  public List<String> spellings() {
    return List.of("AWS");
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(OptionSpec.of("stamp", OptionSpec.Shape.TEXT, "What it stamps with."));
  }

  @Override
  public boolean validatesByDefault() {
    return false;
  }

  @Override
  public Config configure(Options options, Problems problems) {
    return new Config(options.text("stamp").orElse(""));
  }

  @Override
  public RequestSigner signer(
      Config config, Optional<String> region, Attempt attempt) throws StepFailed {
    attempt.step("get ready", () -> true);
    return (service, address, request) ->
        request.with(
            "X-Stamp",
            config.stamp() + " " + service + " " + address + " " + request.target());
  }

  @Override
  public void probe(Config config, Attempt attempt) throws StepFailed {
    throw new StepFailed("it is never tried");
  }
}
