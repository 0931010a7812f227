package io.fairlead.connector;

import io.fairlead.secret.SecretBytes;
import java.io.IOException;

/// A vault whose secrets somebody else puts there.
public final class ReadOnlyVault implements Vault {
  /// Where they are.
  @FunctionalInterface
  public interface Source {
    SecretBytes read(String name) throws StepFailed, IOException;
  }

  private final String kind;
  private final Attempt attempt;
  private final Source source;

  /// @param kind for messages, `a directory of secrets`
  public ReadOnlyVault(String kind, Attempt attempt, Source source) {
    this.kind = kind;
    this.attempt = attempt;
    this.source = source;
  }

  @Override
  public SecretBytes read(String name) throws StepFailed {
    return attempt.step("read secret", () -> source.read(name));
  }

  @Override
  public void write(String name, SecretBytes value) throws StepFailed {
    refuse("write secret");
  }

  @Override
  public void remove(String name) throws StepFailed {
    refuse("remove secret");
  }

  private void refuse(String step) throws StepFailed {
    attempt.step(
        step,
        () -> {
          throw new StepFailed(
              kind + " is only read from", "Put the secret there yourself, and link to it.");
        });
  }
}
