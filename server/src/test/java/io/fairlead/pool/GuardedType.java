package io.fairlead.pool;

import io.fairlead.base.Problems;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.Link;
import io.fairlead.connector.LinkType;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Lets in who knows one of its passwords, and remembers everybody who was at the door.
final class GuardedType implements LinkType<GuardedType.Config> {
  record Config(SecretUse password) {}

  final Set<String> passwords = new HashSet<>();
  final List<String> tried = new ArrayList<>();
  boolean isDown;

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public List<String> spellings() {
    return List.of("GUARDED");
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
  public void probe(Config config, Attempt attempt) {}

  @Override
  public Link open(Config config, Attempt attempt) throws StepFailed {
    String password = attempt.secret(config.password()).revealText(Reveal.create());
    tried.add(password);
    if (isDown) {
      throw new StepFailed("nobody is there");
    }
    if (!passwords.contains(password)) {
      throw new StepFailed("the password is wrong").refusedCredential();
    }
    return new PlainLink(Definition.of(Image.EMPTY, attempt.subject()));
  }
}
