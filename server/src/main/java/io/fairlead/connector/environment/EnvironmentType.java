package io.fairlead.connector.environment;

import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.ReadOnlyVault;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Vault;
import io.fairlead.connector.VaultName;
import io.fairlead.connector.VaultRefusal;
import io.fairlead.connector.VaultType;
import io.fairlead.connector.VaultValue;
import io.fairlead.model.Options;
import io.fairlead.secret.SecretBytes;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Connections of type `secret-environment`. A variable changes only with a new start of the server.
public final class EnvironmentType implements VaultType<EnvironmentConfig> {
  /// Other variables may hold what is not meant for connections, such as the server's own keys.
  public static final String PREFIX = "FAIRLEAD_SECRET_";

  private static final Pattern NAME = Pattern.compile(PREFIX + "[A-Za-z0-9_]{1,200}");

  private final Map<String, String> environment;

  public EnvironmentType(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String name() {
    return "secret-environment";
  }

  @Override
  public List<String> spellings() {
    return List.of("SECRET ENVIRONMENT");
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(SharedOptions.active());
  }

  @Override
  public boolean validatesByDefault() {
    return false;
  }

  @Override
  public EnvironmentConfig configure(Options options, Problems problems) {
    return new EnvironmentConfig();
  }

  @Override
  public void probe(EnvironmentConfig config, Attempt attempt) throws StepFailed {
    attempt.step(
        "list secrets",
        () -> {
          boolean any = environment.keySet().stream().anyMatch(name -> name.startsWith(PREFIX));
          attempt.note(any ? "" : "no variable begins with " + PREFIX);
          return any;
        });
  }

  @Override
  public Vault open(EnvironmentConfig config, Attempt attempt) {
    return new ReadOnlyVault("the environment", attempt, this::read);
  }

  private SecretBytes read(String name) throws StepFailed {
    VaultName.fitting(name, NAME, PREFIX + " and letters, digits and _");
    String value = environment.get(name);
    if (value == null) {
      throw VaultRefusal.missing(name);
    }
    return VaultValue.of(value);
  }
}
