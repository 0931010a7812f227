package io.fairlead.connector.privatelink;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tunnel;
import io.fairlead.connector.TunnelType;
import io.fairlead.model.Options;
import java.util.HashSet;
import java.util.List;

/// Connections of type `aws-privatelink`. A server inside the cloud would have an endpoint made in
/// its own network, and go through it. This server has nobody to ask for one, and says so.
public final class PrivateLinkType implements TunnelType<PrivateLinkConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(
                  SharedOptions.AVAILABILITY_ZONES,
                  Shape.TEXTS,
                  "The ids of the zones in which the service can be reached.")
              .needed(),
          OptionSpec.of("port", Shape.PORT, "Accepted, and without effect."),
          OptionSpec.of(
                  "service_name",
                  Shape.TEXT,
                  "The name of the endpoint service, `com.amazonaws.vpce.…`.")
              .needed());

  @Override
  public String name() {
    return "aws-privatelink";
  }

  @Override
  public List<String> spellings() {
    return List.of("AWS PRIVATELINK");
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  /// The owner of the service has to accept the connection first, and it exists only after CREATE.
  @Override
  public boolean validatesByDefault() {
    return false;
  }

  @Override
  public PrivateLinkConfig configure(Options options, Problems problems) {
    String service = new OptionReader(options, problems).word("service_name");
    List<String> zones = SharedOptions.availabilityZones(options);
    if (new HashSet<>(zones).size() < zones.size()) {
      problems.add(
          ProblemKind.INVALID_OPTION, "connection cannot contain duplicate availability zones");
    }
    return new PrivateLinkConfig(service, zones);
  }

  @Override
  public void probe(PrivateLinkConfig config, Attempt attempt) throws StepFailed {
    open(config, attempt).close();
  }

  @Override
  public Tunnel open(PrivateLinkConfig config, Attempt attempt) throws StepFailed {
    return attempt.step(
        "endpoint",
        () -> {
          throw new StepFailed(
              "this server has no endpoint service to ask",
              "AWS PRIVATELINK connections are kept, shown and named by others here; nothing can"
                  + " connect through them.");
        });
  }
}
