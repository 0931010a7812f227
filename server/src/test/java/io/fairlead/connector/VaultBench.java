package io.fairlead.connector;

import io.fairlead.base.Deadline;
import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.model.Connection;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.util.List;

/// Opens connections of a workbench as vaults.
public final class VaultBench {
  /// What a vault is asked for.
  @FunctionalInterface
  public interface Use<T> {
    T of(Vault vault) throws StepFailed;
  }

  private final Workbench workbench;

  public VaultBench(Workbench workbench) {
    this.workbench = workbench;
  }

  public <T> T with(Connection connection, Use<T> use) throws StepFailed {
    Deadline deadline = Deadline.after(Workbench.PATIENCE, System::nanoTime);
    Dialer dialer = new EgressDialer(new EgressPolicy(true, true));
    try (Attempt attempt =
        new Attempt(connection, workbench, dialer, deadline, System::nanoTime)) {
      return use.of(attempt.vault(workbench.vaultType(connection.type())));
    }
  }

  public String read(Connection connection, String name) throws StepFailed {
    return with(connection, vault -> vault.read(name).revealText(Reveal.create()));
  }

  public void write(Connection connection, String name, SecretBytes value) throws StepFailed {
    with(
        connection,
        vault -> {
          vault.write(name, value);
          return true;
        });
  }

  public void remove(Connection connection, String name) throws StepFailed {
    with(
        connection,
        vault -> {
          vault.remove(name);
          return true;
        });
  }

  /// What is wrong with some options, as people read it.
  public static List<String> objections(VaultType<?> type, Object... options) {
    Problems problems = new Problems();
    OptionRules.check(type, Workbench.options(options), problems);
    if (problems.isEmpty()) {
      type.configure(Workbench.options(options), problems);
    }
    return problems.all().stream().map(Problem::message).toList();
  }
}
