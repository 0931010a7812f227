package io.fairlead.connector.restapi;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;

import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.util.List;

/// Connections of type `rest-api`.
public final class RestApiType implements ConnectorType<RestApiConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(
              "auth_header_name", Shape.TEXT, "The header for the key of api_key_header."),
          OptionSpec.of(
                  "auth_mode",
                  Shape.TEXT,
                  "One of none, bearer, basic, api_key_header and api_key_query: how the credential"
                      + " is sent.")
              .signIn()
              .initially("none"),
          OptionSpec.of(
              "auth_query_name", Shape.TEXT, "The parameter for the key of api_key_query."),
          OptionSpec.of(
              "base_path", Shape.TEXT, "The folder of STORAGE ZONE in which answers are kept."),
          OptionSpec.of("base_url", Shape.TEXT, "The API's address, `https://host`.").needed(),
          SharedOptions.credential(),
          OptionSpec.of("endpoint", Shape.TEXT, "The path that a test of the connection calls.")
              .initially("/"),
          OptionSpec.of(
                  "expected_status",
                  Shape.TEXT,
                  "The statuses that a test takes for good: `200`, `200..299`, or a list of them.")
              .initially("200..299"),
          OptionSpec.of("method", Shape.TEXT, "GET, HEAD or POST: how a test calls ENDPOINT.")
              .initially("GET"),
          OptionSpec.of(
              "rate_limit_rps", Shape.TEXT, "How many calls a second users of the API may make."),
          SharedOptions.sslCertificateAuthority(),
          OptionSpec.of("storage_zone", Shape.TEXT, "The zone in which answers are kept."),
          SharedOptions.timeout().spelled("TIMEOUT SECS"),
          OptionSpec.of(
                  "user",
                  Shape.TEXT_OR_SECRET,
                  "The user of basic, where CREDENTIAL does not name one.")
              .signIn()
              .secrecy(PRIVATE)
              .spelled("USERNAME"));

  private final Reveal permission;

  public RestApiType(Reveal permission) {
    this.permission = permission;
  }

  @Override
  public String name() {
    return "rest-api";
  }

  @Override
  public List<String> spellings() {
    return List.of("REST API");
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  /// Nobody but its owner knows what a call does.
  @Override
  public boolean validatesByDefault() {
    return false;
  }

  @Override
  public RestApiConfig configure(Options options, Problems problems) {
    return new RestApiRules(options, problems).configuration();
  }

  @Override
  public void probe(RestApiConfig config, Attempt attempt) throws StepFailed {
    new RestApiProbe(config, attempt, permission).run();
  }
}
