package io.fairlead.pool;

import io.fairlead.base.Problems;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.Link;
import io.fairlead.connector.LinkType;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue.ConnectionUse;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Is reached through one connection or signed for by another, and remembers who was at its door.
final class ThroughOthers implements LinkType<ThroughOthers.Config> {
  static final String NAME = "through-others";

  record Config(
      Optional<ObjectId> tunnel, Optional<ObjectId> signer, Optional<SecretUse> password) {}

  final Set<String> passwords = new HashSet<>();
  final List<String> tried = new ArrayList<>();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> spellings() {
    return List.of("THROUGH OTHERS");
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
    return new Config(
        options.get("tunnel").map(use -> ((ConnectionUse) use).connection()),
        options.get("signer").map(use -> ((ConnectionUse) use).connection()),
        options.get("password").map(SecretUse.class::cast));
  }

  @Override
  public void probe(Config config, Attempt attempt) throws StepFailed {
    signIn(config, attempt);
  }

  @Override
  public Link open(Config config, Attempt attempt) throws StepFailed {
    signIn(config, attempt);
    return new PlainLink(Definition.of(Image.EMPTY, attempt.subject()));
  }

  private void signIn(Config config, Attempt attempt) throws StepFailed {
    if (config.tunnel().isPresent()) {
      attempt.dial(new Endpoint("db.example", 1), config.tunnel());
    }
    Optional<RequestSigner> signer = Optional.empty();
    if (config.signer().isPresent()) {
      signer = Optional.of(attempt.signer(config.signer().get()));
    }
    Optional<RequestSigner> signs = signer;
    attempt.step("sign in", () -> signIn(config, attempt, signs));
  }

  private boolean signIn(Config config, Attempt attempt, Optional<RequestSigner> signer)
      throws StepFailed, java.io.IOException {
    String password =
        signer.isPresent()
            ? signer
                .get()
                .sign("test", HttpAddress.NOWHERE, HttpRequest.get("/"))
                .headers()
                .getOrDefault("Password", "")
            : attempt.secret(config.password().orElseThrow()).revealText(Reveal.create());
    tried.add(password);
    if (!passwords.contains(password)) {
      throw new StepFailed("the password is wrong").refusedCredential();
    }
    return true;
  }
}
