package io.fairlead.connector.hashicorpvault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.Authority;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.VaultBench;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class HashicorpVaultTypeTest {
  private static final OptionValue.SecretUse SECRET = new OptionValue.SecretUse(new ObjectId(1));

  private final HashicorpVaultType type = new HashicorpVaultType(Reveal.create());
  private final HashicorpKind kind;
  private final Workbench workbench = new Workbench(type);
  private final VaultBench bench = new VaultBench(workbench);

  HashicorpVaultTypeTest() throws IOException {
    kind = new HashicorpKind(new Authority("Test CA"));
  }

  @AfterEach
  void stop() {
    kind.close();
  }

  private void put(String path, String json) {
    kind.engine.put(path, JsonMapper.builder().build().readTree(json));
  }

  private String failure(Connection connection, String name) {
    StepFailed failed =
        assertThrows(StepFailed.class, () -> bench.read(connection, name));
    return failed.cause() + (failed.isCredentialRefused() ? " (refused)" : "");
  }

  private String lastLine(Connection connection) {
    return Workbench.read(workbench.probe(connection)).lines().toList().getLast();
  }

  @Test
  void fieldsOfAnEntry() throws StepFailed {
    Connection vault = kind.withToken(workbench, HashicorpKind.TOKEN);
    put("db", "{\"username\": \"app\", \"password\": \"p#1\", \"port\": 5432}");
    assertEquals("p#1", bench.read(vault, "db#password"));
    assertEquals("5432", bench.read(vault, "db#port"));
    assertEquals(
        "{\"username\":\"app\",\"password\":\"p#1\",\"port\":5432}", bench.read(vault, "db"));
    put("db", "{\"username\": \"app\", \"value\": \"v\"}");
    assertEquals("v", bench.read(vault, "db"));
    assertEquals(
        "the secret \"db\" has no field \"password\"", failure(vault, "db#password"));
  }

  @Test
  void aTokenIsProvedByTheProbe() {
    assertEquals(
        "list secrets: ", lastLine(kind.withToken(workbench, HashicorpKind.TOKEN + "\n")));
    Connection stranger = kind.withToken(workbench, "hvs.other");
    assertEquals("sign in: FAILED the vault does not accept the token", lastLine(stranger));
    assertEquals(
        "the vault does not allow this (status 403) (refused)", failure(stranger, "db"));
  }

  @Test
  void whatNoTokenCanBe() {
    for (String odd : List.of("", "two words", "line\r\nX-Evil: 1", "päss")) {
      assertEquals(
          "the token is empty or holds characters that no token has",
          failure(kind.withToken(workbench, odd), "db"));
    }
  }

  @Test
  void anEngineThatIsNotThere() {
    Connection vault = kind.withToken(workbench, HashicorpKind.TOKEN, "mount", "elsewhere");
    assertEquals(
        "list secrets: FAILED the vault has no key/value engine at \"elsewhere\"",
        lastLine(vault));
  }

  @Test
  void aSealedVault() throws IOException {
    try (HttpPeer sealed = HttpPeer.start(HttpPeer.json(503, "{\"errors\": [\"sealed\"]}"))) {
      Connection vault =
          workbench.connection(
              "hashicorp-vault",
              "address",
              "http://127.0.0.1:" + sealed.port(),
              "token",
              workbench.secretOf("t"));
      assertEquals("the vault is sealed or not ready", failure(vault, "db"));
      assertEquals("GET /v1/secret/data/db HTTP/1.1", sealed.asked().getFirst().line());
    }
  }

  @Test
  void aNewFieldIsWrittenByItsName() throws StepFailed {
    Connection vault = kind.withToken(workbench, HashicorpKind.TOKEN);
    bench.write(vault, "made#key", SecretBytes.of("k"));
    assertEquals("k", bench.read(vault, "made#key"));
  }

  @Test
  void withoutTlsOnlyToThisMachine() {
    for (String open : List.of("http://vault.example:8200", "http://10.0.0.1", "http://127.1.x")) {
      List<String> found =
          VaultBench.objections(type, "address", open, "token", SECRET);
      assertTrue(found.toString().contains("invalid ADDRESS"), open);
    }
    for (String fine :
        List.of(
            "http://127.0.0.1:8200",
            "http://localhost:8200",
            "http://[::1]:8200",
            "https://vault.example/behind")) {
      assertEquals(List.of(), VaultBench.objections(type, "address", fine, "token", SECRET));
    }
  }

  @Test
  void aSignInIsComplete() {
    String token = "AUTH METHOD token needs TOKEN, and neither ROLE ID nor SECRET ID";
    String role = "AUTH METHOD approle needs ROLE ID and SECRET ID, and no TOKEN";
    String address = "https://vault.example";
    assertEquals(List.of(token), VaultBench.objections(type, "address", address));
    assertEquals(
        List.of(token),
        VaultBench.objections(
            type, "address", address, "token", SECRET, "role_id", "r", "secret_id", SECRET));
    assertEquals(
        List.of(role),
        VaultBench.objections(
            type, "address", address, "auth_method", "approle", "role_id", "r"));
    assertEquals(
        List.of("invalid AUTH METHOD: it is not known here"),
        VaultBench.objections(
            type, "address", address, "auth_method", "ldap", "token", SECRET));
    assertEquals(
        List.of("ADDRESS option is required"), VaultBench.objections(type, "token", SECRET));
  }

  @Test
  void whatBecomesPartOfAPath() {
    for (String key : List.of("mount", "namespace")) {
      for (String odd : List.of("", "/", "a//b", "../sys", "a b", "a\r\nb", "a?b")) {
        assertEquals(
            1,
            VaultBench.objections(
                    type, "address", "https://vault.example", "token", SECRET, key, odd)
                .size(),
            odd);
      }
    }
  }
}
