package io.fairlead.connector.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.AwsRoles;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.Tls;
import io.fairlead.connector.Workbench;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Against a server that checks signatures.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3TypeTest {
  private final S3Type type =
      new S3Type(
          Reveal.create(),
          InstantSource.system(),
          Tls.verified(),
          new AwsRoles(
              Reveal.create(), InstantSource.system(), "e", Optional.empty(), Tls.verified()));
  private final Workbench workbench = new Workbench(type);
  private SigningBucket server;

  @BeforeAll
  void start() throws Exception {
    server = SigningBucket.start("AKID", "right-key", "shop");
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  private String lastStep(String bucket, Object... more) {
    List<Object> options = new ArrayList<>(List.of("bucket", bucket));
    options.addAll(List.of("endpoint", "http://127.0.0.1:" + server.port()));
    options.addAll(List.of(more));
    String text = Workbench.read(workbench.probe(workbench.connection("s3", options.toArray())));
    return text.lines().reduce("", (_, line) -> line);
  }

  private OptionValue credential(String secret) {
    return workbench.secretOf(
        "{\"access_key_id\": \"AKID\", \"secret_access_key\": \"%s\"}".formatted(secret));
  }

  @Test
  void theRightKeyLists() {
    assertEquals(
        "list bucket: readable, nothing there",
        lastStep("shop", "credential", credential("right-key"), "prefix", "a b/ü*+"));
    assertEquals(
        "list bucket: readable, nothing there",
        lastStep(
            "shop",
            "access_key_id",
            "AKID",
            "secret_access_key",
            workbench.secretOf("right-key"),
            "region",
            "eu-central-1"));
  }

  @Test
  void aWrongKeyIsRefused() {
    assertEquals(
        "list bucket: FAILED the signature made with the access key is wrong",
        lastStep("shop", "credential", credential("wrong-key")));
    assertEquals(
        "list bucket: FAILED the access key is not known, or is not active",
        lastStep(
            "shop",
            "access_key_id",
            "NOBODY",
            "secret_access_key",
            workbench.secretOf("right-key")));
  }

  @Test
  void aMissingBucket() {
    assertEquals(
        "list bucket: FAILED bucket \"shelf\" does not exist",
        lastStep("shelf", "credential", credential("right-key")));
  }

  @Test
  void aCredentialWithoutAKey() {
    assertEquals(
        "keys: FAILED the credential holds no access key",
        lastStep("shop", "credential", workbench.secretOf("hunter2")));
  }

  @Test
  void theBucketInTheNameOfTheHost() {
    Problems problems = new Problems();
    S3Config config = type.configure(Workbench.options("bucket", "shop"), problems);
    assertEquals("https://shop.s3.us-east-1.amazonaws.com", config.address().toString());
    assertTrue(problems.all().isEmpty());
    assertEquals(
        "http://shop.localhost:9000",
        type.configure(
                Workbench.options(
                    "bucket", "shop", "endpoint", "http://localhost:9000", "path_style", false),
                problems)
            .address()
            .toString());
    assertTrue(problems.all().isEmpty());
  }

  @Test
  void everythingWrongIsSaidAtOnce() {
    Problems problems = new Problems();
    type.configure(
        Workbench.options(
            "bucket", "a.evil.example/", "region", "x/y", "endpoint", "ftp://h", "path_style", true,
            "enable_virtual_host_style", true,
            "access_key_id", "AKID", "credential", credential("right-key")),
        problems);
    assertEquals(
        List.of(
            "must specify both ACCESS KEY ID and SECRET ACCESS KEY with optional SESSION TOKEN",
            "a connection signs in with one of CREDENTIAL, CREDENTIAL STORAGE, AWS CONNECTION and"
                + " ACCESS KEY ID",
            "invalid BUCKET: it is not the name of a bucket",
            "invalid REGION: it is not the name of a region",
            "PATH STYLE and ENABLE VIRTUAL HOST STYLE are opposites: one of them is enough",
            "invalid ENDPOINT: it must begin with http:// or https://"),
        problems.all().stream().map(Problem::message).toList());
  }

  @Test
  void roguePeers() throws IOException {
    assertEquals(
        "list bucket: FAILED the server redirects to another address (status 307)",
        against(HttpPeer.redirect(307, "http://127.0.0.1:1/")));
    assertEquals(
        "list bucket: FAILED the answer is larger than 4194304 bytes",
        against(HttpPeer::endlessBody));
    assertEquals(
        "list bucket: FAILED the peer does not speak S3 (status 200)",
        against(HttpPeer.json(200, "<!DOCTYPE a [<!ENTITY b 'c'>]><ListBucketResult>&b;")));
    assertEquals(
        "list bucket: FAILED the peer does not speak S3 (status 200)",
        against(HttpPeer.json(200, "<html/>")));
  }

  private String against(HttpPeer.Behaviour behaviour) throws IOException {
    try (HttpPeer peer = HttpPeer.start(behaviour)) {
      String text =
          Workbench.read(
              workbench.probe(
                  workbench.connection(
                      "s3",
                      "bucket",
                      "shop",
                      "endpoint",
                      "http://127.0.0.1:" + peer.port(),
                      "credential",
                      credential("right-key"))));
      return text.lines().reduce("", (_, line) -> line);
    }
  }
}
