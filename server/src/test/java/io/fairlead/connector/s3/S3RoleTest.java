package io.fairlead.connector.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.Authority;
import io.fairlead.connector.AwsRoles;
import io.fairlead.connector.AwsServerIdentity;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.SigningSts;
import io.fairlead.connector.VaultKind;
import io.fairlead.connector.Workbench;
import io.fairlead.connector.awssecrets.AwsSecretsType;
import io.fairlead.model.Connection;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Buckets that are opened with a role, or with a vault's sign-in.
class S3RoleTest {
  private static final String ROLE = "arn:aws:iam::999999999999:role/reader";
  private static final String USER = "arn:aws:iam::123456789012:user/app";
  private static final String SERVER = "arn:aws:iam::123456789012:user/fairlead";
  private static final String LISTED = "list bucket: readable";

  private final Authority authority = new Authority("Test CA");
  private final SigningSts sts = new SigningSts();
  private final Reveal reveal = Reveal.create();
  private final AwsRoles roles =
      new AwsRoles(
          reveal,
          InstantSource.system(),
          "env-1",
          Optional.of(
              new AwsServerIdentity(
                  "AKIASERVER", SecretBytes.of("server-secret"), Optional.empty())),
          VaultKind.tls(authority));
  private final S3Type type =
      new S3Type(reveal, InstantSource.system(), VaultKind.tls(authority), roles);
  private final Workbench workbench =
      new Workbench(
          type,
          new AwsSecretsType(reveal, InstantSource.system(), VaultKind.tls(authority)));
  private HttpPeer peer = HttpPeer.start(HttpPeer.json(200, ""));

  S3RoleTest() throws IOException {}

  @BeforeEach
  void start() throws IOException {
    peer.close();
    peer =
        HttpPeer.startTls(authority.issue("127.0.0.1"), new RoleBucket(sts, "eu-central-1"));
    sts.know("AKIAAPP", "app-secret", "", USER);
    sts.know("AKIASERVER", "server-secret", "", SERVER);
  }

  @AfterEach
  void stop() {
    peer.close();
  }

  private Connection bucket(Object... more) {
    List<Object> options =
        new ArrayList<>(
            List.of(
                "bucket",
                "shop",
                "region",
                "eu-central-1",
                "endpoint",
                "https://127.0.0.1:" + peer.port()));
    options.addAll(List.of(more));
    return workbench.connection("s3", options.toArray());
  }

  private String lastStep(Connection connection) {
    return Workbench.read(workbench.probe(connection))
        .lines()
        .reduce("", (_, line) -> line);
  }

  @Test
  void theServerAssumesTheRoleWithTheExternalId() {
    sts.role(ROLE, SERVER, Optional.of("shop-42"));
    Connection right = bucket("role_arn", ROLE, "external_id", "shop-42");
    String text = Workbench.read(workbench.probe(right));
    assertTrue(text.contains("\nexternal id: required\n"), text);
    assertTrue(text.endsWith(LISTED + "\n"), text);
    Connection wrong = bucket("role_arn", ROLE, "external_id", "shop-43");
    assertEquals(
        "assume role: FAILED the role may not be assumed with the server's own AWS keys",
        lastStep(wrong));
    assertTrue(workbench.failure(wrong).isCredentialRefused());
  }

  @Test
  void withoutAnExternalIdTheConnectionHasItsOwn() {
    Connection connection = bucket("role_arn", ROLE);
    sts.role(ROLE, SERVER, Optional.of("mz_env-1_" + connection.id()));
    assertEquals(LISTED, lastStep(connection));
    sts.role(ROLE, SERVER, Optional.empty());
    assertEquals(
        "external id: FAILED role trust policy does not require an external ID",
        lastStep(connection));
  }

  @Test
  void theConnectionsOwnKeyAssumesTheRole() {
    sts.role(ROLE, USER, Optional.empty());
    assertEquals(
        LISTED,
        lastStep(
            bucket(
                "role_arn",
                ROLE,
                "access_key_id",
                "AKIAAPP",
                "secret_access_key",
                workbench.secretOf("app-secret"))));
    assertEquals(
        LISTED,
        lastStep(
            bucket(
                "role_arn",
                ROLE,
                "credential",
                workbench.secretOf(
                    "{\"access_key_id\": \"AKIAAPP\", \"secret_access_key\": \"app-secret\"}"))));
    Connection wrong =
        bucket(
            "role_arn",
            ROLE,
            "access_key_id",
            "AKIAAPP",
            "secret_access_key",
            workbench.secretOf("old-secret"));
    assertEquals(
        "assume role: FAILED the signature made with the access key is wrong", lastStep(wrong));
    assertTrue(workbench.failure(wrong).isCredentialRefused());
  }

  @Test
  void aSessionTokenSigns() {
    sts.know("ASIATEMP", "temp-secret", "temp-token", USER);
    assertEquals(
        LISTED,
        lastStep(
            bucket(
                "access_key_id",
                "ASIATEMP",
                "secret_access_key",
                workbench.secretOf("temp-secret"),
                "session_token",
                workbench.secretOf("temp-token"))));
    assertEquals(
        "list bucket: FAILED the access key is not known, or is not active",
        lastStep(
            bucket(
                "access_key_id",
                "ASIATEMP",
                "secret_access_key",
                workbench.secretOf("temp-secret"))));
    assertEquals(
        "list bucket: FAILED bucket \"shop\" may not be listed", lastStep(bucket()));
  }

  @Test
  void aCredentialStorageSignsForTheBucketsRegion() {
    sts.know("ASIAVAULT", "vault-secret", "vault-token", USER);
    Connection vault =
        workbench.connection(
            "aws-secrets-manager",
            "region",
            "us-west-2",
            "access_key_id",
            "ASIAVAULT",
            "secret_access_key",
            workbench.secretOf("vault-secret"),
            "session_token",
            workbench.secretOf("vault-token"));
    assertEquals(
        LISTED, lastStep(bucket("credential_storage", Workbench.use(vault))));
  }

  @Test
  void whatDoesNotBelongToARole() {
    assertEquals(
        List.of("EXTERNAL ID and STS ENDPOINT belong to a ROLE ARN"),
        problems("external_id", "shop-42"));
    assertEquals(
        List.of("invalid EXTERNAL ID: this server gives out those that begin like this"),
        problems("role_arn", ROLE, "external_id", "mz_env-1_u7"));
    assertEquals(
        List.of("invalid EXTERNAL ID: it must be of 2 to 1224 letters, digits and _+=,.@:/-"),
        problems("role_arn", ROLE, "external_id", "a b"));
    assertEquals(
        List.of("invalid STS ENDPOINT: it must begin with https://"),
        problems("role_arn", ROLE, "sts_endpoint", "http://sts.example"));
    assertEquals(
        List.of(
            "a role's keys are not asked for without TLS: set STS ENDPOINT to an address that"
                + " begins with https://"),
        problems("role_arn", ROLE, "endpoint", "http://minio.example:9000"));
    assertEquals(
        List.of(),
        problems(
            "role_arn",
            ROLE,
            "endpoint",
            "http://minio.example:9000",
            "sts_endpoint",
            "https://minio.example"));
    assertEquals(
        List.of("MASTER KEY is not supported: what a client has encrypted cannot be read here"),
        problems("master_key", workbench.secretOf("k")));
  }

  private List<String> problems(Object... more) {
    List<Object> options = new ArrayList<>(List.of("bucket", "shop"));
    options.addAll(List.of(more));
    Problems problems = new Problems();
    type.configure(Workbench.options(options.toArray()), problems);
    return problems.all().stream().map(Problem::message).toList();
  }
}
