package io.fairlead.connector.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.ObjectLink;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.connector.WebServer;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Files of a web server, one or as many as a pattern stands for.
class HttpTypeTest {
  private final HttpType type = new HttpType(Reveal.create(), Tls.verified());
  private final Workbench workbench = new Workbench(type);
  private final WebServer server = new WebServer();

  HttpTypeTest() throws IOException {}

  @AfterEach
  void stop() {
    server.close();
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(60), System::nanoTime);
  }

  private static String read(ObjectLink link, ObjectLink.Entry entry, long offset, long count)
      throws Exception {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    link.read(entry.name(), entry.etag(), offset, count, to, soon());
    return to.toString(StandardCharsets.UTF_8);
  }

  private ObjectLink open(String path) throws StepFailed {
    return open(server.port(), path);
  }

  private ObjectLink open(int port, String path) throws StepFailed {
    Problems problems = new Problems();
    Options place = type.place("http://127.0.0.1:" + port + "/" + path, problems);
    assertEquals(List.of(), problems.all());
    Object[] options =
        place.values().entrySet().stream()
            .flatMap(entry -> java.util.stream.Stream.of(entry.getKey(), entry.getValue()))
            .toArray();
    return workbench.objects(workbench.connection("http", options), Workbench.PATIENCE);
  }

  private static List<String> names(ObjectLink link) throws StepFailed {
    return link.list("", Optional.empty(), 100, soon()).entries().stream()
        .map(ObjectLink.Entry::name)
        .toList();
  }

  @Test
  void oneFileByParts() throws Exception {
    server.put("/a b/ü.csv", "0123456789");
    try (ObjectLink link = open("a b/ü.csv")) {
      ObjectLink.Entry entry = link.find("a b/ü.csv", soon()).orElseThrow();
      assertEquals(10, entry.bytes());
      assertEquals(List.of("a b/ü.csv"), names(link));
      assertEquals("0123456789", read(link, entry, 0, 10));
      assertEquals("3", read(link, entry, 3, 1));
      assertEquals("789", read(link, entry, 7, 3));
      assertEquals("", read(link, entry, 4, 0));
      assertTrue(link.isOpen());
      assertThrows(ObjectLink.Gone.class, () -> read(link, entry, 9, 2));
    }
  }

  @Test
  void aPatternStandsForSeveral() throws Exception {
    for (String name : List.of("/d/a08.csv", "/d/a09.csv", "/d/a11.csv", "/d/b10.csv")) {
      server.put(name, name);
    }
    try (ObjectLink link = open("d/{a,b}[08-11].csv")) {
      assertEquals(
          List.of("d/a08.csv", "d/a09.csv", "d/a11.csv", "d/b10.csv"), names(link));
      ObjectLink.Page first = link.list("", Optional.empty(), 3, soon());
      assertEquals(3, first.entries().size());
      assertEquals(
          List.of("d/b10.csv"),
          link.list("", first.next(), 3, soon()).entries().stream()
              .map(ObjectLink.Entry::name)
              .toList());
      assertEquals(
          List.of("d/b10.csv"),
          link.list("d/b", Optional.empty(), 3, soon()).entries().stream()
              .map(ObjectLink.Entry::name)
              .toList());
    }
  }

  @Test
  void whatAPatternMayStandFor() {
    assertEquals(Optional.of(List.of("a")), NamePattern.names("a"));
    assertEquals(
        Optional.of(List.of("11", "12", "13", "14", "15")), NamePattern.names("[11-15]"));
    assertEquals(Optional.of(List.of("08", "09", "10")), NamePattern.names("[08-10]"));
    assertEquals(Optional.of(List.of("x", "xa", "xb")), NamePattern.names("x{,a,b}"));
    assertEquals(Optional.of(List.of("a")), NamePattern.names("{a,a}"));
    assertEquals(Optional.empty(), NamePattern.names("[15-11]"));
    for (String broken : List.of("{a", "a}", "[1-", "{a,[1-2]}", "[a-b]")) {
      assertEquals(Optional.empty(), NamePattern.names(broken), broken);
    }
    int most = NamePattern.MOST;
    assertEquals(most, NamePattern.names("[1-" + most + "]").orElseThrow().size());
    assertEquals(Optional.empty(), NamePattern.names("[1-" + (most + 1) + "]"));
    Problems problems = new Problems();
    type.configure(Workbench.options("pattern", "[1-" + (most + 1) + "]"), problems);
    assertEquals(
        List.of(
            "invalid PATTERN: its braces or brackets are not closed, or it stands for more than"
                + " 10000 files"),
        problems.all().stream().map(Problem::message).toList());
  }

  @Test
  void aFileThatIsNotThere() throws Exception {
    try (ObjectLink link = open("a.csv")) {
      assertEquals(List.of(), names(link));
      assertEquals(Optional.empty(), link.find("a.csv", soon()));
      ObjectLink.Entry gone = new ObjectLink.Entry("a.csv", 1, "", java.time.Instant.EPOCH);
      assertThrows(ObjectLink.Gone.class, () -> read(link, gone, 0, 1));
      assertTrue(link.isOpen());
    }
  }

  @Test
  void aFileThatHasChanged() throws Exception {
    server.put("/a.csv", "before");
    try (ObjectLink link = open("a.csv")) {
      ObjectLink.Entry before = link.find("a.csv", soon()).orElseThrow();
      server.put("/a.csv", "after!");
      assertThrows(ObjectLink.Gone.class, () -> read(link, before, 0, 6));
      assertTrue(link.isOpen());
      server.ignoreConditions();
      assertThrows(ObjectLink.Gone.class, () -> read(link, before, 0, 6));
    }
    try (ObjectLink link = open("a.csv")) {
      assertEquals("after!", read(link, link.find("a.csv", soon()).orElseThrow(), 0, 6));
    }
  }

  @Test
  void aServerWithoutRangesSendsWholeFilesAlone() throws Exception {
    server.put("/a.csv", "0123456789");
    server.ignoreRanges();
    try (ObjectLink link = open("a.csv")) {
      ObjectLink.Entry entry = link.find("a.csv", soon()).orElseThrow();
      assertEquals("0123456789", read(link, entry, 0, 10));
      StepFailed failed = assertThrows(StepFailed.class, () -> read(link, entry, 3, 2));
      assertEquals("the server does not send parts of objects", failed.cause());
      assertFalse(link.isOpen());
    }
  }

  @Test
  void whatIsForbiddenAndWhatLeadsElsewhere() throws Exception {
    try (ObjectLink link = open("closed.csv")) {
      StepFailed failed =
          assertThrows(StepFailed.class, () -> link.find("closed.csv", soon()));
      assertEquals("the server does not let the file be read (status 403)", failed.cause());
    }
    try (HttpPeer peer =
            HttpPeer.start(HttpPeer.redirect(302, "http://127.0.0.1:" + server.port() + "/"));
        ObjectLink link = open(peer.port(), "a.csv")) {
      StepFailed failed = assertThrows(StepFailed.class, () -> link.find("a.csv", soon()));
      assertEquals("the server redirects to another address (status 302)", failed.cause());
    }
    assertEquals(List.of("HEAD /closed.csv"), server.asked());
  }

  @Test
  void headersGoWithEachRequestSecretOrNot() throws Exception {
    try (HttpPeer peer = HttpPeer.start(HttpPeer.json(404, "{}"));
        ObjectLink link =
            workbench.objects(
                workbench.connection(
                    "http",
                    "endpoint",
                    "http://127.0.0.1:" + peer.port(),
                    "pattern",
                    "a.csv",
                    "header.x-team",
                    "data",
                    "header.authorization",
                    workbench.secretOf("Bearer t")),
                Workbench.PATIENCE)) {
      assertEquals(Optional.empty(), link.find("a.csv", soon()));
      HttpPeer.Asked asked = peer.asked().getLast();
      assertEquals(Optional.of("data"), asked.header("X-Team"));
      assertEquals(Optional.of("Bearer t"), asked.header("Authorization"));
    }
  }

  private List<String> problems(Object... options) {
    Problems problems = new Problems();
    type.configure(Workbench.options(options), problems);
    return problems.all().stream().map(Problem::message).toList();
  }

  @Test
  void whatNoHeaderMayBe() {
    assertEquals(
        List.of("\"host\" is not the name of a header to set"), problems("header.host", "x"));
    assertEquals(
        List.of("\"a b\" is not the name of a header to set"), problems("header.a b", "x"));
    assertEquals(
        List.of("a secret header is not sent without TLS: the address must begin with https://"),
        problems(
            "endpoint", "http://files.example", "header.x-key", workbench.secretOf("k")));
    assertEquals(
        List.of(),
        problems(
            "endpoint", "https://files.example", "header.x-key", workbench.secretOf("k")));
    assertEquals(List.of(), problems("endpoint", "http://files.example", "header.x-key", "k"));
    StepFailed failed =
        assertThrows(
            StepFailed.class,
            () ->
                workbench.objects(
                    workbench.connection(
                        "http",
                        "endpoint",
                        "http://127.0.0.1:" + server.port(),
                        "header.x-key",
                        workbench.secretOf("a\r\nb")),
                    Workbench.PATIENCE));
    assertEquals("the header x-key holds what no header may hold", failed.cause());
  }

  @Test
  void nothingIsWritten() throws Exception {
    try (ObjectLink link = open("a.csv")) {
      assertThrows(
          StepFailed.class, () -> link.write("a.csv", InputStream.nullInputStream(), 0, soon()));
      assertThrows(StepFailed.class, () -> link.delete("a.csv", soon()));
    }
    assertEquals(List.of(), server.asked());
  }
}
