package io.fairlead.connector.gcpsecrets;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.BearerToken;
import io.fairlead.connector.GoogleKey;
import io.fairlead.connector.GoogleSignIn;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.SignerType;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.connector.Vault;
import io.fairlead.connector.VaultType;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Connections of type `gcp-secret-manager`.
public final class GcpSecretsType
    implements VaultType<GcpSecretsConfig>, SignerType<GcpSecretsConfig> {
  private static final String KEY = "service_account_key";
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(
                  "auth_method",
                  Shape.TEXT,
                  "Only service_account_key: this server takes no identity from its machine.")
              .signIn()
              .initially(KEY),
          OptionSpec.of(
              "endpoint", Shape.TEXT, "An https URL to ask in the place of Google's own."),
          OptionSpec.of("project_id", Shape.TEXT, "The project, by its id or number.").needed(),
          OptionSpec.of(
                  KEY,
                  Shape.SECRET,
                  "The secret that holds the key of a service account, in JSON.")
              .needed(),
          SharedOptions.active());

  private static final Pattern PROJECT =
      Pattern.compile("[a-z0-9][a-z0-9-]{0,62}|[a-z0-9.-]{1,100}:[a-z0-9-]{1,63}");

  private final Reveal permission;
  private final GoogleSignIn google;
  private final Tls tls;

  /// @param tls how Google is recognised
  public GcpSecretsType(Reveal permission, GoogleSignIn google, Tls tls) {
    this.permission = permission;
    this.google = google;
    this.tls = tls;
  }

  @Override
  public String name() {
    return "gcp-secret-manager";
  }

  @Override
  public List<String> spellings() {
    return List.of("GCP SECRET MANAGER");
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  @Override
  public boolean validatesByDefault() {
    return true;
  }

  @Override
  public GcpSecretsConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    reader.choice("auth_method", KEY);
    String project = options.text("project_id").orElse("");
    if (options.has("project_id") && !PROJECT.matcher(project).matches()) {
      problems.add(
          ProblemKind.INVALID_OPTION, "invalid PROJECT ID: it is not the id of a project");
    }
    return new GcpSecretsConfig(
        reader
            .encryptedAddress("endpoint")
            .orElseGet(() -> HttpAddress.https("secretmanager.googleapis.com")),
        project,
        reader.secret(KEY));
  }

  @Override
  public Set<String> checkedSecrets() {
    return Set.of(KEY);
  }

  @Override
  public void checkSecret(String key, SecretBytes value, Problems problems) {
    GoogleKey.check(value.revealText(permission), problems);
  }

  @Override
  public void probe(GcpSecretsConfig config, Attempt attempt) throws StepFailed {
    connect(config, attempt).list();
  }

  @Override
  public Vault open(GcpSecretsConfig config, Attempt attempt) throws StepFailed {
    return connect(config, attempt);
  }

  @Override
  public RequestSigner signer(GcpSecretsConfig config, Optional<String> region, Attempt attempt)
      throws StepFailed {
    return google.signer(config.key().orElseThrow(), attempt);
  }

  private ProjectSecrets connect(GcpSecretsConfig config, Attempt attempt) throws StepFailed {
    BearerToken token = google.run(config.key().orElseThrow(), attempt);
    HttpCaller caller =
        new HttpCaller(config.address(), Optional.empty(), tls, attempt, permission);
    caller.connect();
    return new ProjectSecrets(config, token, caller, attempt, permission);
  }
}
