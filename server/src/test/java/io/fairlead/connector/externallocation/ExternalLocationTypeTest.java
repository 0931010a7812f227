package io.fairlead.connector.externallocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.AwsRoles;
import io.fairlead.connector.GoogleSignIn;
import io.fairlead.connector.Tls;
import io.fairlead.connector.Workbench;
import io.fairlead.connector.aws.AwsType;
import io.fairlead.connector.azure.AzureType;
import io.fairlead.connector.azureblob.AzureBlobType;
import io.fairlead.connector.gcp.GcpType;
import io.fairlead.connector.gcs.GcsType;
import io.fairlead.connector.local.LocalType;
import io.fairlead.connector.s3.S3Type;
import io.fairlead.connector.s3.SigningBucket;
import io.fairlead.model.Connection;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// With the real types of storage, against an S3 server that checks signatures.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExternalLocationTypeTest {
  private static final Reveal REVEAL = Reveal.create();
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir private Path folder;

  private final AwsRoles roles =
      new AwsRoles(REVEAL, CLOCK, "test", Optional.empty(), Tls.verified());
  private final GoogleSignIn google =
      new GoogleSignIn(GoogleSignIn.GOOGLE, Tls.verified(), CLOCK, REVEAL);
  private final AwsType aws = new AwsType(REVEAL, CLOCK, roles);
  private final GcpType gcp = new GcpType(REVEAL, google);
  private final AzureType azure = new AzureType();
  private SigningBucket server;

  @BeforeAll
  void start() throws Exception {
    server = SigningBucket.start("AKID", "right-key", "shop");
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  private ExternalLocationType type() {
    return new ExternalLocationType(
        List.of(
            new S3Type(REVEAL, CLOCK, Tls.verified(), roles),
            new GcsType(REVEAL, google, Tls.verified()),
            new AzureBlobType(REVEAL, CLOCK, Tls.verified()),
            new LocalType(List.of(folder))),
        List.of(aws, gcp, azure));
  }

  private Workbench workbench() {
    return new Workbench(type(), aws, gcp, azure);
  }

  private static Connection key(Workbench workbench, String secret) {
    return workbench.connection(
        "aws", "access_key_id", "AKID", "secret_access_key", workbench.secretOf(secret));
  }

  private String lastStep(Workbench workbench, Object... options) {
    String text =
        Workbench.read(workbench.probe(workbench.connection("external-location", options)));
    return text.lines().reduce("", (_, line) -> line);
  }

  private String atShop(String url, String secret) {
    Workbench workbench = workbench();
    return lastStep(
        workbench,
        "url",
        url,
        "storage_credential",
        Workbench.use(key(workbench, secret)),
        "endpoint",
        "http://127.0.0.1:" + server.port(),
        "region",
        "eu-central-1");
  }

  @Test
  void theCredentialSignsInAtTheUrl() {
    assertEquals("list bucket: readable, nothing there", atShop("s3://shop/raw", "right-key"));
    assertEquals(
        "list bucket: FAILED the signature made with the access key is wrong",
        atShop("s3://shop", "wrong-key"));
    assertEquals(
        "list bucket: FAILED bucket \"shelf\" does not exist", atShop("s3a://shelf/", "right-key"));
  }

  @Test
  void withoutACredentialNobodySignsIn() {
    assertEquals(
        "list bucket: FAILED bucket \"shop\" may not be listed",
        lastStep(
            workbench(), "url", "s3://shop", "endpoint", "http://127.0.0.1:" + server.port()));
  }

  @Test
  void aFolderThatTheOperatorAllows() throws IOException {
    Path inside = Files.createDirectories(folder.resolve("raw"));
    assertEquals(
        "list folder: readable, nothing there", lastStep(workbench(), "url", "file://" + inside + "/"));
  }

  @Test
  void aRoleNeedsTheServersOwnIdentity() {
    Workbench workbench = workbench();
    Connection role = workbench.connection("aws", "assume_role_arn", "arn:aws:iam::1:role/r");
    String last =
        lastStep(workbench, "url", "s3://shop", "storage_credential", Workbench.use(role));
    assertEquals(
        "signer c1: own identity: FAILED this server has no AWS identity of its own with which it"
            + " could assume a role",
        last);
  }

  @Test
  void whatAUrlStandsFor() {
    Problems problems = new Problems();
    assertEquals(
        Workbench.options("bucket", "shop", "prefix", "a/b/"),
        place("s3://shop/a/b", problems));
    assertEquals(Workbench.options("bucket", "shop"), place("gs://shop/", problems));
    assertEquals(
        Workbench.options("container", "raw", "account_name", "acc", "prefix", "x/"),
        place("ABFSS://raw@acc.dfs.core.windows.net/x/", problems));
    assertEquals(List.of(), problems.all());
  }

  private Options place(String url, Problems problems) {
    return type().configure(Workbench.options("url", url), problems).place();
  }

  @Test
  void noUrlIsQuoted() {
    for (String url :
        List.of(
            "canary",
            "canary://b",
            "https://canary@b/",
            "s3://AKID:canary@b/x",
            "s3://b/x?X-Amz-Signature=canary",
            "abfss://c@canary/x",
            "file://canary/x",
            "file:///canary",
            "s3://",
            "s3:///canary",
            "s3://shop/\u0000canary")) {
      Problems problems = new Problems();
      type().configure(Workbench.options("url", url), problems);
      assertEquals(1, problems.all().size(), url);
      Problem problem = problems.all().getFirst();
      assertEquals(
          -1,
          (problem.message() + problem.detail() + problem.hint()).indexOf("canary"),
          problem.message());
    }
  }

  private List<String> problems(Object... options) {
    Problems problems = new Problems();
    type().configure(Workbench.options(options), problems);
    return problems.all().stream().map(Problem::message).toList();
  }

  @Test
  void whatTheStorageDoesNotHave() {
    assertEquals(
        List.of("locations of type gcs do not have REGION"),
        problems("url", "gs://bucket", "region", "r"));
    assertEquals(
        List.of("locations of type azure-blob do not have ENDPOINT"),
        problems(
            "url", "abfss://raw@acc.dfs.core.windows.net", "endpoint", "https://h.example"));
    assertEquals(
        List.of("invalid BUCKET: it is not the name of a bucket"), problems("url", "s3://B_b"));
  }

  private List<String> uses(Workbench workbench, Connection identity, Object... options) {
    List<Object> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("storage_credential", Workbench.use(identity)));
    Problems problems = new Problems();
    type().checkUses(Workbench.options(all.toArray()), workbench::connection, problems);
    return problems.all().stream().map(Problem::message).toList();
  }

  @Test
  void eachStorageHasItsCredentials() {
    Workbench workbench = workbench();
    Connection account =
        workbench.connection("azure", "account_key", workbench.secretOf("a2V5"));
    Connection google =
        workbench.connection("gcp", "service_account_key", workbench.secretOf("{}"));
    Connection role =
        workbench.connection(
            "aws", "assume_role_arn", "arn:aws:iam::1:role/r", "region", "eu-central-1");
    String container = "abfss://raw@acc.dfs.core.windows.net/x";
    assertEquals(List.of(), uses(workbench, account, "url", container));
    assertEquals(List.of(), uses(workbench, google, "url", "gs://bucket"));
    assertEquals(
        List.of("connection \"" + google.name().object() + "\" is not a storage credential for s3"),
        uses(workbench, google, "url", "s3://bucket"));
    assertEquals(
        List.of(), uses(workbench, role, "url", "s3://bucket", "region", "eu-central-1"));
    assertEquals(
        List.of(
            "invalid REGION: the role of \""
                + role.name().object()
                + "\" signs for another region"),
        uses(workbench, role, "url", "s3://bucket", "region", "us-west-2"));
  }

  @Test
  void anAzureIdentityIsOneOfTwo() {
    Workbench workbench = workbench();
    Problems problems = new Problems();
    azure.configure(Options.NONE, problems);
    assertEquals(
        "must specify either ACCOUNT KEY or SAS TOKEN", problems.all().getFirst().message());
    assertEquals(
        "secret: no account was asked\n",
        Workbench.read(
            workbench.probe(
                workbench.connection("azure", "sas_token", workbench.secretOf("sv=1")))));
    assertEquals(
        "secret: FAILED the secret is empty\n",
        Workbench.read(
            workbench.probe(workbench.connection("azure", "account_key", workbench.secretOf("")))));
  }
}
