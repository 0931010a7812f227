package io.fairlead.connector.awssecrets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.Authority;
import io.fairlead.connector.AwsRoles;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.connector.VaultBench;
import io.fairlead.connector.VaultKind;
import io.fairlead.connector.Workbench;
import io.fairlead.connector.aws.AwsType;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AwsSecretsTypeTest {
  private static final Reveal REVEAL = Reveal.create();
  private static final OptionValue.SecretUse SECRET = new OptionValue.SecretUse(new ObjectId(1));

  private final Authority authority = new Authority("Test CA");
  private final AwsSecretsType type =
      new AwsSecretsType(REVEAL, InstantSource.system(), VaultKind.tls(authority));
  private final Workbench workbench =
      new Workbench(
          type,
          new AwsType(
              REVEAL,
              InstantSource.system(),
              new AwsRoles(
                  REVEAL, InstantSource.system(), "e", Optional.empty(), Tls.verified())));
  private final VaultBench bench = new VaultBench(workbench);

  private HttpPeer serve(HttpPeer.Behaviour behaviour) throws IOException {
    return HttpPeer.startTls(authority.issue("127.0.0.1"), behaviour);
  }

  private Connection keys(HttpPeer peer) {
    return workbench.connection(
        "aws-secrets-manager",
        "endpoint",
        "https://127.0.0.1:" + peer.port(),
        "region",
        "eu-central-1",
        "access_key_id",
        "AKIAAPP",
        "secret_access_key",
        workbench.secretOf("s"));
  }

  @Test
  void anAwsConnectionSigns() throws Exception {
    StrictRegion service = new StrictRegion("AKIAAPP", "key", "eu-central-1");
    service.secrets().put("db", "v");
    try (HttpPeer peer = serve(service)) {
      Connection aws =
          workbench.connection(
              "aws",
              "access_key_id",
              "AKIAAPP",
              "secret_access_key",
              workbench.secretOf("key"),
              // It signs for the vault's region all the same.
              "region",
              "us-west-2");
      Connection vault =
          workbench.connection(
              "aws-secrets-manager",
              "endpoint",
              "https://127.0.0.1:" + peer.port(),
              "region",
              "eu-central-1",
              "aws_connection",
              Workbench.use(aws));
      assertEquals("v", bench.read(vault, "db"));
      assertTrue(workbench.probe(vault).passed());
    }
  }

  @Test
  void aBinarySecret() throws Exception {
    try (HttpPeer peer = serve(HttpPeer.json(200, "{\"SecretBinary\": \"/wAB\"}"))) {
      byte[] value =
          bench.with(keys(peer), vault -> vault.read("db").reveal(REVEAL));
      assertArrayEquals(new byte[] {(byte) 0xff, 0, 1}, value);
    }
  }

  @Test
  void refusalsOfAws() throws Exception {
    for (String[] row :
        new String[][] {
          {"UnrecognizedClientException", "the access key is not known, or is not active", "R"},
          {"InvalidSignatureException", "the signature made with the access key is wrong", "R"},
          {"ExpiredTokenException", "the session token of the access key has expired", "R"},
          {"AccessDeniedException", "AWS denies access to the access key", "R"},
          {"x.y#DecryptionFailure", "AWS cannot decrypt the secret", ""},
          {"ThrottlingException", "AWS asks to come back later", ""},
          {"InternalServiceError", "AWS cannot answer now (InternalServiceError)", ""},
          {"evil words; here", "the vault answers with status 400", ""},
        }) {
      try (HttpPeer peer = serve(HttpPeer.json(400, "{\"__type\": \"" + row[0] + "\"}"))) {
        StepFailed failed =
            assertThrows(StepFailed.class, () -> bench.read(keys(peer), "db"));
        assertEquals(row[1], failed.cause());
        assertEquals(row[2].equals("R"), failed.isCredentialRefused(), row[0]);
      }
    }
  }

  @Test
  void keysOrAConnection() {
    OptionValue.ConnectionUse aws = new OptionValue.ConnectionUse(new ObjectId(2));
    String keys =
        "AUTH METHOD access_key needs ACCESS KEY ID and SECRET ACCESS KEY, and no AWS CONNECTION";
    String role = "AUTH METHOD iam_role needs AWS CONNECTION, and no keys";
    assertEquals(List.of(keys), objections());
    assertEquals(List.of(keys), objections("access_key_id", "A"));
    assertEquals(
        List.of(role),
        objections("access_key_id", "A", "secret_access_key", SECRET, "aws_connection", aws));
    assertEquals(List.of(role), objections("auth_method", "iam_role"));
    assertEquals(List.of(keys), objections("auth_method", "ACCESS_KEY", "aws_connection", aws));
    assertEquals(
        List.of("invalid ROLE ARN: a role is assumed by an AWS connection"),
        objections("auth_method", "iam_role", "role_arn", "arn:aws:iam::1:role/r"));
    assertEquals(List.of(), objections("aws_connection", aws));
    assertEquals(List.of(), objections("access_key_id", "A", "secret_access_key", SECRET));
  }

  @Test
  void whatBecomesPartOfAHostOrAName() {
    Object[] fine = {"access_key_id", "A", "secret_access_key", SECRET};
    assertEquals(
        List.of("invalid ENDPOINT: it must begin with https://"),
        objections(fine, "endpoint", "http://127.0.0.1:1"));
    assertEquals(
        List.of("invalid SECRETS MANAGER PREFIX: it must be of letters, digits and /_+=.@-"),
        objections(fine, "secrets_manager_prefix", "a b"));
    assertEquals(
        List.of("invalid REGION: it is not the name of a region of AWS"),
        objections(fine, "region", "evil.example/"));
  }

  private List<String> objections(Object... options) {
    return objections(options, "region", "eu-central-1");
  }

  private List<String> objections(Object[] options, String key, String value) {
    Object[] all = new Object[options.length + 4];
    all[0] = "region";
    all[1] = "eu-central-1";
    System.arraycopy(options, 0, all, 2, options.length);
    all[all.length - 2] = key;
    all[all.length - 1] = value;
    return VaultBench.objections(type, all);
  }
}
