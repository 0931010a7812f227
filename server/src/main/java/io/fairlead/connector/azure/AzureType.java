package io.fairlead.connector.azure;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.IdentityType;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.Connection;
import io.fairlead.model.Options;
import io.fairlead.secret.SecretBytes;
import java.util.List;
import java.util.Optional;

/// Connections of type `azure`.
public final class AzureType implements IdentityType<AzureConfig> {
  private static final String KEY = "account_key";
  private static final String SIGNATURE = "sas_token";
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(KEY, Shape.SECRET, "The secret that holds a key of the storage account.")
              .inGroup(SharedOptions.CREDENTIAL),
          OptionSpec.of(
                  SIGNATURE,
                  Shape.SECRET,
                  "The secret that holds a shared access signature, the part of the URL behind"
                      + " the question mark.")
              .inGroup(SharedOptions.CREDENTIAL));

  @Override
  public String name() {
    return "azure";
  }

  @Override
  public List<String> spellings() {
    return List.of("AZURE");
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
  public AzureConfig configure(Options options, Problems problems) {
    if (options.has(KEY) == options.has(SIGNATURE)) {
      problems.add(
          ProblemKind.INVALID_OPTION, "must specify either ACCOUNT KEY or SAS TOKEN");
    }
    OptionReader reader = new OptionReader(options, problems);
    return new AzureConfig(reader.secret(KEY).or(() -> reader.secret(SIGNATURE)));
  }

  @Override
  public Optional<Options> signIn(String storage, Connection identity) {
    return storage.equals("azure-blob")
        ? Optional.of(identity.options().only(KEY, SIGNATURE))
        : Optional.empty();
  }

  /// There is nobody to ask without an account: that the secret can be read is all.
  @Override
  public void probe(AzureConfig config, Attempt attempt) throws StepFailed {
    attempt.step(
        "secret",
        () -> {
          try (SecretBytes secret = attempt.secret(config.secret().orElseThrow())) {
            if (secret.length() == 0) {
              throw new StepFailed("the secret is empty");
            }
            attempt.note("no account was asked");
            return true;
          }
        });
  }
}
