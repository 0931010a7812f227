package io.fairlead.pool;

import io.fairlead.base.Deadline;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.SignerType;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tunnel;
import io.fairlead.connector.TunnelType;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Leads through or signs for those who know one of its passwords, and remembers everybody who was at
/// its door.
final class GuardedOthers implements TunnelType<GuardedOthers.Config>, SignerType<GuardedOthers.Config> {
  static final String NAME = "guarded-others";

  record Config(SecretUse password) {}

  final Set<String> passwords = new HashSet<>();
  final List<String> tried = new ArrayList<>();

  /// Whether it lets everybody sign; then it is the receiver who refuses.
  boolean signsBlindly;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> spellings() {
    return List.of("GUARDED OTHERS");
  }

  @Override
  public List<OptionSpec> options() {
    return List.of();
  }

  @Override
  public boolean validatesByDefault() {
    return false;
  }

  @Override
  public Config configure(Options options, Problems problems) {
    return new Config((SecretUse) options.get("password").orElseThrow());
  }

  @Override
  public void probe(Config config, Attempt attempt) throws StepFailed {
    signIn(config, attempt);
  }

  private String signIn(Config config, Attempt attempt) throws StepFailed {
    String password = attempt.secret(config.password()).revealText(Reveal.create());
    if (signsBlindly) {
      return password;
    }
    tried.add(password);
    return attempt.step(
        "sign in",
        () -> {
          if (!passwords.contains(password)) {
            throw new StepFailed("the inner password is wrong").refusedCredential();
          }
          return password;
        });
  }

  @Override
  public Tunnel open(Config config, Attempt attempt) throws StepFailed {
    signIn(config, attempt);
    return new Tunnel() {
      @Override
      public Socket dial(Endpoint endpoint, Deadline deadline) {
        return new Empty();
      }

      @Override
      public void close() {}
    };
  }

  /// A socket to nobody.
  private static final class Empty extends Socket {
    @Override
    public InputStream getInputStream() {
      return InputStream.nullInputStream();
    }
  }

  @Override
  public RequestSigner signer(Config config, Optional<String> region, Attempt attempt)
      throws StepFailed {
    String password = signIn(config, attempt);
    return (_, _, request) -> request.with("Password", password);
  }
}
