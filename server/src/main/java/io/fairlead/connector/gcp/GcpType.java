package io.fairlead.connector.gcp;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.GoogleKey;
import io.fairlead.connector.GoogleSignIn;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.IdentityType;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.model.Connection;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Connections of type `gcp`.
public final class GcpType implements IdentityType<GcpConfig> {
  private static final String KEY = "service_account_key";
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(
                  KEY,
                  Shape.SECRET,
                  "The secret that holds the key of a service account, in JSON.")
              .needed());

  private final Reveal permission;
  private final InstantSource clock;
  private final HttpAddress google;
  private final Tls tls;

  /// @param google [GoogleSignIn#GOOGLE], or what stands for it in a test
  /// @param tls how it is recognised
  public GcpType(Reveal permission, InstantSource clock, HttpAddress google, Tls tls) {
    this.permission = permission;
    this.clock = clock;
    this.google = google;
    this.tls = tls;
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
    try {
      GoogleKey.read(value.revealText(permission));
    } catch (StepFailed wrong) {
      problems.add(
          Problem.of(ProblemKind.INVALID_OPTION, wrong.cause()).withHint(wrong.hint()));
    }
  }

  @Override
  public void probe(GcpConfig config, Attempt attempt) throws StepFailed {
    new GoogleSignIn(google, tls, clock, permission).run(config.key().orElseThrow(), attempt);
  }
}
