package io.fairlead.connector.webhdfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.ObjectLink;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Against doubles of a name node and a data node. What every place promises is in the contract.
class WebHdfsTypeTest {
  private static final byte[] CONTENT = {1, 2, 3, 4};

  private final WebHdfsType type =
      new WebHdfsType(Reveal.create(), Tls.verified(), new Random(1));
  private final Workbench workbench = new Workbench(type);
  private final NameNode nameNode = new NameNode();

  WebHdfsTypeTest() throws IOException {}

  @AfterEach
  void stop() {
    nameNode.close();
  }

  private Connection connection(String prefix) {
    return workbench.connection(
        "webhdfs",
        "endpoint",
        "127.0.0.1:" + nameNode.port(),
        "https",
        false,
        "prefix",
        prefix,
        "delegation",
        workbench.secretOf(NameNode.TOKEN));
  }

  private ObjectLink open(String prefix) throws StepFailed {
    return workbench.objects(connection(prefix), Workbench.PATIENCE);
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(60), System::nanoTime);
  }

  private static ObjectLink.Entry write(ObjectLink link, String name) throws Exception {
    return link.write(name, new ByteArrayInputStream(CONTENT), CONTENT.length, soon());
  }

  private static byte[] read(ObjectLink link, ObjectLink.Entry entry) throws Exception {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    link.read(entry.name(), entry.etag(), 0, entry.bytes(), to, soon());
    return to.toByteArray();
  }

  private static List<String> names(ObjectLink link, String prefix, int most)
      throws StepFailed {
    List<String> names = new java.util.ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      ObjectLink.Page page = link.list(prefix, after, most, soon());
      page.entries().forEach(entry -> names.add(entry.name()));
      after = page.next();
    } while (after.isPresent());
    return names;
  }

  @Test
  void foldersAreWalkedInTheOrderOfNames() throws Exception {
    List<String> names =
        List.of("a", "b-1", "b/1", "b/c/2", "b/c/3", "b0", "c", "d/e/f/4", "e.csv");
    try (ObjectLink link = open("t/")) {
      for (String name : names) {
        write(link, name);
      }
      for (int most = 1; most <= names.size(); most++) {
        assertEquals(names, names(link, "", most));
      }
      assertEquals(List.of("b-1", "b/1", "b/c/2", "b/c/3", "b0"), names(link, "b", 2));
      assertEquals(List.of("b/c/3"), names(link, "b/c/3", 2));
      assertEquals(List.of("d/e/f/4"), names(link, "d/e/", 2));
      assertEquals(List.of(), names(link, "x/", 2));
      assertEquals(Optional.empty(), link.find("b", soon()));
    }
    try (ObjectLink link = open("t/e.csv")) {
      assertEquals(List.of(""), names(link, "", 2));
      assertArrayEquals(CONTENT, read(link, link.find("", soon()).orElseThrow()));
    }
  }

  @Test
  void aGatewayThatDoesNotReplace() throws Exception {
    nameNode.isGateway = true;
    try (ObjectLink link = open("t/")) {
      write(link, "x");
      ObjectLink.Entry second = write(link, "x");
      assertEquals(List.of("x"), names(link, "", 10));
      assertArrayEquals(CONTENT, read(link, second));
    }
  }

  @Test
  void whereItWillNotBeSent() throws Exception {
    try (ObjectLink link = open("t/")) {
      ObjectLink.Entry entry = write(link, "x");
      nameNode.location = Optional.of("http://169.254.169.254");
      StepFailed failed = assertThrows(StepFailed.class, () -> read(link, entry));
      assertEquals(
          "address 169.254.169.254 is in a range that no connection may use", failed.cause());
      assertThrows(StepFailed.class, () -> write(link, "y"));
      nameNode.location = Optional.empty();
      assertEquals(List.of("x"), names(link, "", 10));
      assertTrue(link.isOpen());
    }
  }

  @Test
  void aDataNodeThatDoesNotKnowTheToken() throws Exception {
    try (NameNode other = new NameNode();
        ObjectLink link = open("t/")) {
      ObjectLink.Entry entry = write(link, "x");
      nameNode.location = Optional.of("http://127.0.0.1:" + other.port());
      StepFailed failed = assertThrows(StepFailed.class, () -> read(link, entry));
      assertTrue(failed.isCredentialRefused(), failed.cause());
      assertFalse(failed.cause().contains("canary"), failed.cause());
    }
  }

  private String probed(Object... options) {
    return Workbench.read(workbench.probe(workbench.connection("webhdfs", options)))
        .lines()
        .reduce("", (_, line) -> line);
  }

  @Test
  void whatAProbeSays() throws Exception {
    assertEquals("name node: none to try", probed("user_name", "app"));
    assertEquals(
        "list folder: FAILED the name node does not accept who asks",
        probed(
            "endpoint", "127.0.0.1:" + nameNode.port(), "https", false, "user_name", "app"));
    try (ObjectLink link = open("t/")) {
      write(link, "x");
    }
    String text = Workbench.read(workbench.probe(connection("t/")));
    assertTrue(text.endsWith("list folder: readable\n"), text);
  }

  private Options place(String uri, String... problem) {
    Problems problems = new Problems();
    Options place = type.place(uri, problems);
    assertEquals(List.of(problem), problems.all().stream().map(Problem::message).toList());
    return place;
  }

  private String nameNode(Object... options) {
    Problems problems = new Problems();
    WebHdfsConfig config = type.configure(Workbench.options(options), problems);
    assertEquals(List.of(), problems.all());
    return config.nameNode().orElseThrow().toString();
  }

  @Test
  void whatAUriSays() {
    assertEquals(
        Workbench.options("endpoint", "nn:9871", "prefix", "a/b/"),
        place("webhdfs://nn:9871/a/b/"));
    assertEquals(Workbench.options("prefix", "a/"), place("webhdfs:///a/"));
    place(
        "hdfs://nn/a/",
        "invalid location: hdfs:// is the protocol of a native client, which is not here");
    assertTrue(type.schemes().contains("hdfs"));
    assertEquals("https://nn:9871", nameNode("endpoint", "nn"));
    assertEquals("http://nn:9870", nameNode("endpoint", "nn", "https", false));
    assertEquals("https://nn:14000", nameNode("endpoint", "nn:14000", "https", true));
    assertEquals("http://nn:9870", nameNode("endpoint", "http://nn"));
    assertEquals("https://nn:9871/gateway/x", nameNode("endpoint", "https://nn/gateway/x"));
  }

  @Test
  void everythingWrongIsSaidAtOnce() {
    Problems problems = new Problems();
    type.configure(
        Workbench.options(
            "endpoint", "http://nn", "https", true, "prefix", "a/../b", "user_name", "a&b=c",
            "delegation", workbench.secretOf("t")),
        problems);
    assertEquals(
        List.of(
            "invalid PREFIX: its path makes detours",
            "invalid USER NAME: it is not the name of a user",
            "USER NAME cannot stand beside DELEGATION, which says who it is for",
            "ENDPOINT and HTTPS say different things about TLS",
            "a delegation token is not sent without TLS: set HTTPS to true"),
        problems.all().stream().map(Problem::message).toList());
  }
}
