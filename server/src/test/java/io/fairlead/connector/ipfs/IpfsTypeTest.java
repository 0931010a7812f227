package io.fairlead.connector.ipfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Deadline;
import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.ObjectLink;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.connector.WebServer;
import io.fairlead.connector.Workbench;
import io.fairlead.secret.Reveal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Files by their hash, through a gateway.
class IpfsTypeTest {
  private static final String HASH = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG";

  private final IpfsType type = new IpfsType(Reveal.create(), Tls.verified());
  private final Workbench workbench = new Workbench(type);
  private final WebServer gateway = new WebServer();

  IpfsTypeTest() throws IOException {}

  @AfterEach
  void stop() {
    gateway.close();
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

  private ObjectLink open(String uri) throws StepFailed {
    Problems problems = new Problems();
    String file = type.place(uri, problems).text("file").orElseThrow();
    assertEquals(List.of(), problems.all());
    return workbench.objects(
        workbench.connection(
            "ipfs", "endpoint", "http://127.0.0.1:" + gateway.port(), "file", file),
        Workbench.PATIENCE);
  }

  @Test
  void aFileBelowAHash() throws Exception {
    gateway.put("/ipfs/" + HASH + "/a b/c.csv", "0123456789");
    try (ObjectLink link = open("ipfs://" + HASH + "/a b/c.csv")) {
      List<ObjectLink.Entry> found =
          link.list("", Optional.empty(), 10, soon()).entries();
      assertEquals(List.of("c.csv"), found.stream().map(ObjectLink.Entry::name).toList());
      assertEquals("0123456789", read(link, found.getFirst(), 0, 10));
      assertEquals("45", read(link, found.getFirst(), 4, 2));
    }
  }

  @Test
  void theHashItself() throws Exception {
    gateway.put("/ipfs/" + HASH, "content");
    try (ObjectLink link = open("ipfs://" + HASH)) {
      ObjectLink.Entry entry = link.find(HASH, soon()).orElseThrow();
      assertEquals("content", read(link, entry, 0, 7));
    }
  }

  @Test
  void whatTheGatewayDoesNotFind() throws Exception {
    try (ObjectLink link = open("ipfs://" + HASH + "/c.csv")) {
      assertEquals(List.of(), link.list("", Optional.empty(), 10, soon()).entries());
      ObjectLink.Entry gone = new ObjectLink.Entry("c.csv", 1, "", java.time.Instant.EPOCH);
      assertThrows(ObjectLink.Gone.class, () -> read(link, gone, 0, 1));
    }
  }

  @Test
  void whatIsNoHash() {
    Problems problems = new Problems();
    type.configure(Workbench.options("file", "../etc/passwd"), problems);
    assertEquals(
        List.of("invalid FILE: it does not begin with a hash"),
        problems.all().stream().map(Problem::message).toList());
    StepFailed failed =
        assertThrows(
            StepFailed.class,
            () ->
                workbench.objects(
                    workbench.connection("ipfs", "endpoint", "http://127.0.0.1:1"),
                    Workbench.PATIENCE));
    assertEquals("the connection names no file", failed.cause());
  }
}
