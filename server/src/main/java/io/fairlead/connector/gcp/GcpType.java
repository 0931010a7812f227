package io.fairlead.connector.gcp;

import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.GoogleKey;
import io.fairlead.connector.GoogleSignIn;
import io.fairlead.connector.IdentityType;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.SignerType;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.Connection;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Connections of type `gcp`.
public final class GcpType implements SignerType<GcpConfig>, IdentityType<GcpConfig> {
  private static final String KEY = "service_account_key";
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(
                  KEY,
                  Shape.SECRET,
                  "The secret that holds the key of a service account, in JSON.")
              .needed());

  private final Reveal permission;
  private final GoogleSignIn google;

  public GcpType(Reveal permission, GoogleSignIn google) {
    this.permission = permission;
    this.google = google;
  }

  @Override
  public String name() {
    return "gcp";
  }

  @Override
  public List<String> spellings() {
    return List.of("GCP");
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  @Override
  public boolean validatesByDefault() {
    return false;
  }

  @Override
  public GcpConfig configure(Options options, Problems problems) {
    return new GcpConfig(new OptionReader(options, problems).secret(KEY));
  }

  @Override
  public Optional<Options> signIn(String storage, Connection identity) {
    return storage.equals("gcs")
        ? Optional.of(identity.options().only(KEY))
        : Optional.empty();
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
  public void probe(GcpConfig config, Attempt attempt) throws StepFailed {
    google.run(config.key().orElseThrow(), attempt);
  }

  @Override
  public RequestSigner signer(GcpConfig config, Optional<String> region, Attempt attempt)
      throws StepFailed {
    return google.signer(config.key().orElseThrow(), attempt);
  }
}
