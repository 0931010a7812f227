package io.fairlead.connector.gcpsecrets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.Authority;
import io.fairlead.connector.GoogleSignIn;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.connector.VaultBench;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GcpSecretsTypeTest {
  private static final Reveal REVEAL = Reveal.create();
  private static final OptionValue.SecretUse SECRET = new OptionValue.SecretUse(new ObjectId(1));

  private final GcpSecretsType type =
      new GcpSecretsType(
          REVEAL,
          new GoogleSignIn(
              GoogleSignIn.GOOGLE, Tls.verified(), InstantSource.system(), REVEAL),
          Tls.verified());
  private final GcpKind kind;
  private final Workbench workbench;
  private final VaultBench bench;

  GcpSecretsTypeTest() throws IOException {
    kind = new GcpKind(new Authority("Test CA"));
    workbench = kind.workbench();
    bench = new VaultBench(workbench);
  }

  @AfterEach
  void stop() {
    kind.close();
  }

  private Connection vault() {
    return kind.connection(workbench, kind.port(), kind.signInPort(), true);
  }

  @Test
  void aDamagedSecretIsNotUsed() throws StepFailed {
    kind.put("db", "v");
    assertEquals("v", bench.read(vault(), "db"));
    kind.secrets.damage = 1;
    StepFailed failed = assertThrows(StepFailed.class, () -> bench.read(vault(), "db"));
    assertEquals("the secret was damaged on its way", failed.cause());
  }

  @Test
  void bytesThatAreNoText() throws StepFailed {
    byte[] bytes = {(byte) 0xff, 0, 1};
    bench.write(vault(), "key", SecretBytes.of(bytes));
    assertArrayEquals(bytes, bench.with(vault(), vault -> vault.read("key").reveal(REVEAL)));
  }

  @Test
  void whatBecomesPartOfAPath() {
    for (String odd : List.of("", "a/b", "../x", "a?b", "UPPER")) {
      assertEquals(
          List.of("invalid PROJECT ID: it is not the id of a project"),
          VaultBench.objections(type, "project_id", odd, "service_account_key", SECRET));
    }
    for (String fine : List.of("shop-1", "123456789012", "example.com:shop-1")) {
      assertEquals(
          List.of(),
          VaultBench.objections(type, "project_id", fine, "service_account_key", SECRET));
    }
  }

  @Test
  void otherWaysToSignIn() {
    assertEquals(
        List.of("invalid AUTH METHOD: it is not known here"),
        VaultBench.objections(
            type, "project_id", "p", "service_account_key", SECRET, "auth_method", "adc"));
    assertEquals(
        List.of("PROJECT ID option is required", "SERVICE ACCOUNT KEY option is required"),
        VaultBench.objections(type));
  }

  @Test
  void aSecretThatIsNoKeyIsRefusedEarly() {
    Problems problems = new Problems();
    try (SecretBytes value = SecretBytes.of("hunter2")) {
      type.checkSecret("service_account_key", value, problems);
    }
    assertEquals(
        List.of(
            "the secret of SERVICE ACCOUNT KEY is not a key of a service account: it is not in"
                + " JSON"),
        problems.all().stream().map(Problem::message).toList());
  }
}
