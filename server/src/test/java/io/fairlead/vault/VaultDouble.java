package io.fairlead.vault;

import io.fairlead.base.Deadline;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Vault;
import io.fairlead.connector.VaultType;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A vault in memory that can be gone, refuse everybody, or be slow: then it holds each call until
/// its gate is opened.
public final class VaultDouble implements VaultType<VaultDouble.Config> {
  public static final String NAME = "vault-double";

  /// @param token who signs in; empty: nobody is asked
  public record Config(Optional<OptionValue.SecretUse> token) {}

  /// How it behaves.
  public enum Mood {
    ANSWERS,
    GONE,
    REFUSES
  }

  private final Reveal reveal;
  private final Map<String, String> values = new ConcurrentHashMap<>();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile Mood mood = Mood.ANSWERS;
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile CountDownLatch reached = new CountDownLatch(0);
  private volatile @Nullable Deadline deadline;
  private volatile String token = "";
  private volatile Optional<Set<String>> accepted = Optional.empty();
  private volatile boolean looksLate;
  private final List<String> tried = new CopyOnWriteArrayList<>();

  public VaultDouble(Reveal reveal) {
    this.reveal = reveal;
  }

  /// Somebody else puts a value into the vault.
  public void put(String name, String value) {
    values.put(name, value);
  }

  /// Somebody else takes a value out of the vault.
  public void take(String name) {
    values.remove(name);
  }

  public Map<String, String> values() {
    return Map.copyOf(values);
  }

  public void mood(Mood newMood) {
    mood = newMood;
  }

  /// From now on it lets in these tokens alone.
  ///
  /// @param late whether it looks at a token only when something is asked for
  public void accept(boolean late, String... tokens) {
    accepted = Optional.of(Set.of(tokens));
    looksLate = late;
  }

  /// The tokens that it has looked at since the last call of this.
  public List<String> tried() {
    List<String> all = List.copyOf(tried);
    tried.clear();
    return all;
  }

  private void look(String shown) throws StepFailed {
    if (accepted.isPresent()) {
      tried.add(shown);
      if (!accepted.get().contains(shown)) {
        throw new StepFailed("the token is wrong").refusedCredential();
      }
    }
  }

  /// From now on each call waits for the gate.
  ///
  /// @return counts down with each call that waits
  public CountDownLatch slow(CountDownLatch newGate, int expected) {
    gate = newGate;
    reached = new CountDownLatch(expected);
    return reached;
  }

  /// How many times somebody has come.
  public int calls() {
    return calls.get();
  }

  /// The deadline of the last call.
  public @Nullable Deadline deadline() {
    return deadline;
  }

  /// What the last one signed in with.
  public String token() {
    return token;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> spellings() {
    return List.of("VAULT DOUBLE");
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.of("address", OptionSpec.Shape.TEXT, "Where it is."),
        OptionSpec.of("token", OptionSpec.Shape.SECRET, "Who signs in."),
        SharedOptions.active());
  }

  @Override
  public boolean validatesByDefault() {
    return false;
  }

  @Override
  public Config configure(Options options, Problems problems) {
    return new Config(new OptionReader(options, problems).secret("token"));
  }

  @Override
  public void probe(Config config, Attempt attempt) throws StepFailed {
    var _ = open(config, attempt);
  }

  @Override
  public Vault open(Config config, Attempt attempt) throws StepFailed {
    calls.incrementAndGet();
    deadline = attempt.deadline();
    if (config.token().isPresent()) {
      token = attempt.secret(config.token().get()).revealText(reveal);
    }
    String shown = token;
    attempt.step("sign in", () -> signIn(shown));
    return new Open(attempt, shown);
  }

  private boolean signIn(String shown) throws StepFailed {
    CountDownLatch here = gate;
    reached.countDown();
    try {
      here.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    switch (mood) {
      case ANSWERS -> {}
      case GONE -> throw new StepFailed("nobody is there").withoutAnswer();
      case REFUSES -> throw new StepFailed("permission denied", "Ask whose vault it is.");
    }
    if (!looksLate) {
      look(shown);
    }
    return true;
  }

  private final class Open implements Vault {
    private final Attempt attempt;
    private final String shown;

    private Open(Attempt attempt, String shown) {
      this.attempt = attempt;
      this.shown = shown;
    }

    private void lookLate() throws StepFailed {
      if (looksLate) {
        look(shown);
      }
    }

    @Override
    public SecretBytes read(String name) throws StepFailed {
      return attempt.step(
          "read",
          () -> {
            lookLate();
            String value = values.get(name);
            if (value == null) {
              throw new StepFailed("there is no such value");
            }
            return SecretBytes.of(value);
          });
    }

    @Override
    public void write(String name, SecretBytes value) throws StepFailed {
      attempt.step(
          "write",
          () -> {
            lookLate();
            return values.put(name, value.revealText(reveal)) == null;
          });
    }

    @Override
    public void remove(String name) throws StepFailed {
      attempt.step("remove", () -> values.remove(name) != null);
    }
  }
}
