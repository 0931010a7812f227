package io.fairlead.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.Step;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.OptionSpec;
import io.fairlead.model.Connection;
import io.fairlead.model.Header;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretVersion;
import io.fairlead.model.Touch;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStore;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.Slot;
import io.fairlead.sql.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// An ALTER SECRET and a CREATE CONNECTION that uses the secret, at the same time.
class SecretContentsTest {
  private static final Touch NOW = new Touch(Instant.EPOCH, "admin");
  private static final Step<Reply> STEP = (_, _) -> Decision.nothing(Reply.done("DONE"));

  private final SecretContents contents =
      new SecretContents(
          new Connectors(List.of(new ShortKeys())),
          new SecretStores(List.of(new KeyIsTheValue())));
  private final Secret secret = secret("ok", 1);
  private final Connection connection =
      new Connection(
          header(2, "c"),
          "short",
          Options.of(Map.of("key", new OptionValue.SecretUse(secret.id()))),
          List.of(),
          "materialize");

  private static Header header(long id, String name) {
    return Header.first(new ObjectId(id), new Name("public", name), new ObjectId(90), NOW);
  }

  private static Secret secret(String value, int version) {
    Header header = header(1, "s");
    for (int i = 1; i < version; i++) {
      header = header.next(NOW);
    }
    return new Secret(
        header,
        "text",
        List.of(new SecretVersion(version, new MaterialRef("test", value), NOW)));
  }

  private static ProblemKind refused(Runnable work) {
    return assertThrows(Refusal.class, work::run).problem().kind();
  }

  @Test
  void whatIsWrongIsRefusedBeforeAnythingElseHappens() {
    Image wrong = Image.EMPTY.with(secret("much too long", 1));
    assertEquals(
        ProblemKind.INVALID_OPTION,
        refused(() -> contents.checked(wrong, connection, SecretContentsTest::never)));
    Image used = Image.EMPTY.with(secret).with(connection);
    SecretBytes value = SecretBytes.of("much too long");
    assertEquals(
        ProblemKind.INVALID_OPTION,
        refused(() -> contents.checked(used, secret, value, SecretContentsTest::never)));
  }

  private static Step<Reply> never() {
    throw new AssertionError("this must not be prepared");
  }

  @Test
  void aSecretThatChangedMeanwhileIsAConflict() {
    Image before = Image.EMPTY.with(secret);
    Step<Reply> create = contents.checked(before, connection, () -> STEP);
    assertTrue(create.decide(before, NOW).changes().isEmpty());
    Image after = before.with(secret("much too long", 2));
    assertEquals(ProblemKind.CONFLICT, refused(() -> create.decide(after, NOW)));
  }

  @Test
  void aConnectionThatCameMeanwhileIsAConflict() {
    Image before = Image.EMPTY.with(secret);
    Step<Reply> alter =
        contents.checked(before, secret, SecretBytes.of("much too long"), () -> STEP);
    assertTrue(alter.decide(before, NOW).changes().isEmpty());
    assertEquals(
        ProblemKind.CONFLICT, refused(() -> alter.decide(before.with(connection), NOW)));
  }

  @Test
  void aUseOfAFixedVersionIsNotTouchedByANewValue() {
    Connection fixed =
        connection.withOptions(
            Options.of(
                Map.of("key", new OptionValue.SecretUse(secret.id(), Optional.of(1)))));
    Image image = Image.EMPTY.with(secret).with(fixed);
    Step<Reply> alter =
        contents.checked(image, secret, SecretBytes.of("much too long"), () -> STEP);
    assertTrue(alter.decide(image, NOW).changes().isEmpty());
  }

  /// Takes a key of a few bytes alone.
  private static final class ShortKeys implements ConnectorType<ShortKeys.Config> {
    record Config() {}

    @Override
    public String name() {
      return "short";
    }

    @Override
    public List<String> spellings() {
      return List.of("SHORT");
    }

    @Override
    public List<OptionSpec> options() {
      return List.of(OptionSpec.of("key", OptionSpec.Shape.SECRET, "A short key."));
    }

    @Override
    public boolean validatesByDefault() {
      return false;
    }

    @Override
    public Config configure(Options options, Problems problems) {
      return new Config();
    }

    @Override
    public Set<String> checkedSecrets() {
      return Set.of("key");
    }

    @Override
    public void checkSecret(String key, SecretBytes value, Problems problems) {
      if (value.length() > 5) {
        problems.add(ProblemKind.INVALID_OPTION, "the key is too long");
      }
    }

    @Override
    public void probe(Config config, Attempt attempt) {}
  }

  /// A store whose material says what it holds.
  private record KeyIsTheValue() implements SecretStore {
    @Override
    public String backend() {
      return "test";
    }

    @Override
    public MaterialRef keep(Slot slot, SecretBytes value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SecretBytes read(Slot slot, MaterialRef material) {
      return SecretBytes.of(material.key());
    }

    @Override
    public void remove(Slot slot, MaterialRef material) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isSealed() {
      return false;
    }
  }
}
