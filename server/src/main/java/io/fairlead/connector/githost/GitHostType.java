package io.fairlead.connector.githost;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Connections to one kind of [GitHost].
public final class GitHostType implements ConnectorType<GitHostConfig> {
  /// With slashes for groups in groups; no dot comes first, so that none is a way up.
  private static final Pattern ORGANIZATION =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,254}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,254}){0,20}");

  private final GitHost host;
  private final List<OptionSpec> options;
  private final Reveal permission;

  public GitHostType(GitHost host, Reveal permission) {
    this.host = host;
    this.options = table(host);
    this.permission = permission;
  }

  private static List<OptionSpec> table(GitHost host) {
    OptionSpec organization =
        OptionSpec.of(
            "organization",
            Shape.TEXT,
            "The " + host.organization() + " that the token must be able to read.");
    return List.of(
        OptionSpec.of("api_url", Shape.TEXT, "The API's address, `https://host/path`.")
            .initially(host.apiUrl()),
        SharedOptions.credential().needed(),
        host.needsOrganization() ? organization.needed() : organization,
        SharedOptions.sslCertificateAuthority(),
        SharedOptions.timeout());
  }

  @Override
  public String name() {
    return host.type();
  }

  @Override
  public List<String> spellings() {
    return host.spellings();
  }

  @Override
  public List<OptionSpec> options() {
    return options;
  }

  @Override
  public boolean validatesByDefault() {
    return true;
  }

  @Override
  public GitHostConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    reader.checkBounds();
    return new GitHostConfig(
        address(options, problems).orElse(HttpAddress.NOWHERE),
        organization(options, problems),
        reader.tls(Tls.Verify.HOST),
        reader.secret(SharedOptions.CREDENTIAL));
  }

  private Optional<HttpAddress> address(Options options, Problems problems) {
    Options filled =
        options.has("api_url")
            ? options
            : options.with("api_url", new OptionValue.Text(host.apiUrl()));
    Optional<HttpAddress> address = new OptionReader(filled, problems).address("api_url");
    if (address.filter(found -> !found.encrypted()).isPresent()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid API URL: it must begin with https://, since a token is sent to it");
    }
    return address;
  }

  private static Optional<String> organization(Options options, Problems problems) {
    Optional<String> name = options.text("organization");
    if (name.filter(text -> !ORGANIZATION.matcher(text).matches()).isPresent()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid ORGANIZATION: it must be of letters, digits, hyphens, dots and underscores");
    }
    return name;
  }

  @Override
  public void probe(GitHostConfig config, Attempt attempt) throws StepFailed {
    new GitHostProbe(host, config, attempt, permission).run();
  }
}
