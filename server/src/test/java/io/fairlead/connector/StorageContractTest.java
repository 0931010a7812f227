package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.connector.cos.CosType;
import io.fairlead.connector.obs.ObsType;
import io.fairlead.connector.oss.OssType;
import io.fairlead.connector.webhdfs.WebHdfsKind;
import io.fairlead.model.Connection;
import io.fairlead.secret.Reveal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What every writable place for objects promises, each against a service that checks who asks.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StorageContractTest {
  private static final byte[] HELLO = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

  final List<StorageKind> kinds = new ArrayList<>();

  @BeforeAll
  void start() throws Exception {
    kinds.add(new S3Kind());
    kinds.add(new LocalKind());
    kinds.add(new GcsKind());
    kinds.add(new AzureKind());
    kinds.add(new WebHdfsKind());
    Reveal reveal = Reveal.create();
    InstantSource clock = InstantSource.system();
    kinds.add(
        new CompatibleKind(
            new OssType(reveal, clock, Tls.verified()), "access_key_id", "access_key_secret"));
    kinds.add(
        new CompatibleKind(
            new CosType(reveal, clock, Tls.verified()), "secret_id", "secret_key"));
    kinds.add(
        new CompatibleKind(
            new ObsType(reveal, clock, Tls.verified()), "access_key_id", "secret_access_key"));
  }

  @AfterAll
  void stop() throws Exception {
    for (StorageKind kind : kinds) {
      kind.close();
    }
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(60), System::nanoTime);
  }

  private static ObjectLink open(StorageKind kind) throws StepFailed {
    return open(kind, kind.right());
  }

  private static ObjectLink open(StorageKind kind, Connection connection) throws StepFailed {
    return kind.workbench().objects(connection, Workbench.PATIENCE);
  }

  private static ObjectLink.Entry write(ObjectLink link, String name, byte[] content)
      throws Exception {
    return link.write(name, new ByteArrayInputStream(content), content.length, soon());
  }

  private static byte[] read(ObjectLink link, ObjectLink.Entry entry) throws Exception {
    return read(link, entry, 0, entry.bytes());
  }

  private static byte[] read(ObjectLink link, ObjectLink.Entry entry, long offset, long count)
      throws Exception {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    link.read(entry.name(), entry.etag(), offset, count, to, soon());
    return to.toByteArray();
  }

  private static List<ObjectLink.Entry> all(ObjectLink link, String prefix) throws StepFailed {
    List<ObjectLink.Entry> found = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      ObjectLink.Page page = link.list(prefix, after, 1000, soon());
      assertTrue(page.entries().size() <= 1000);
      found.addAll(page.entries());
      after = page.next();
    } while (after.isPresent());
    return found;
  }

  @ParameterizedTest(autoCloseArguments = false)
  @FieldSource("kinds")
  void whatIsWrittenIsRead(StorageKind kind) throws Exception {
    try (ObjectLink link = open(kind)) {
      byte[] large = new byte[2 * Limits.OBJECT_PART_BYTES + 1];
      new Random(7).nextBytes(large);
      for (byte[] content : List.of(new byte[0], new byte[] {7}, HELLO, large)) {
        ObjectLink.Entry written = write(link, "sizes/some", content);
        ObjectLink.Entry found = link.find("sizes/some", soon()).orElseThrow();
        assertEquals(written.etag(), found.etag());
        assertEquals(content.length, found.bytes());
        assertArrayEquals(content, read(link, found));
        assertEquals(List.of(found.name()), names(all(link, "sizes/")));
        assertEquals(found.etag(), all(link, "sizes/").getFirst().etag());
        assertTrue(link.isOpen());
        assertTrue(link.isUsable(soon()));
      }
      link.delete("sizes/some", soon());
      assertEquals(Optional.empty(), link.find("sizes/some", soon()));
      link.delete("sizes/some", soon());
      assertTrue(link.isOpen());
    }
  }

  private static List<String> names(List<ObjectLink.Entry> entries) {
    return entries.stream().map(ObjectLink.Entry::name).toList();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @FieldSource("kinds")
  void partsOfAnObject(StorageKind kind) throws Exception {
    try (ObjectLink link = open(kind)) {
      ObjectLink.Entry entry = write(link, "parts", HELLO);
      assertArrayEquals(new byte[] {1}, read(link, entry, 0, 1));
      assertArrayEquals(new byte[] {4, 5, 6}, read(link, entry, 3, 3));
      assertArrayEquals(new byte[] {10}, read(link, entry, 9, 1));
      assertArrayEquals(new byte[0], read(link, entry, 4, 0));
      assertTrue(link.isOpen());
      assertThrows(ObjectLink.Gone.class, () -> read(link, entry, 9, 2));
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @FieldSource("kinds")
  void whatHasChangedIsGone(StorageKind kind) throws Exception {
    try (ObjectLink link = open(kind)) {
      ObjectLink.Entry before = write(link, "changes", HELLO);
      ObjectLink.Entry after = write(link, "changes", new byte[] {3, 2, 1});
      assertThrows(ObjectLink.Gone.class, () -> read(link, before, 0, 3));
      assertTrue(link.isOpen());
      assertArrayEquals(new byte[] {3, 2, 1}, read(link, after));
      link.delete("changes", soon());
      assertThrows(ObjectLink.Gone.class, () -> read(link, after));
      assertTrue(link.isOpen());
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @FieldSource("kinds")
  void namesOfAllKinds(StorageKind kind) throws Exception {
    List<String> names =
        List.of("a b", "a+b", "a%20b", "ü/é/日本", "a=1&b=2;c", "x'y(z)*!", "d/e.parquet", "~$@:,");
    try (ObjectLink link = open(kind)) {
      for (String name : names) {
        write(link, "names/" + name, name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
      List<ObjectLink.Entry> found = all(link, "names/");
      assertEquals(
          new TreeSet<>(names.stream().map(name -> "names/" + name).toList()),
          new TreeSet<>(names(found)));
      for (ObjectLink.Entry entry : found) {
        assertArrayEquals(
            entry.name().substring(6).getBytes(java.nio.charset.StandardCharsets.UTF_8),
            read(link, entry));
      }
      assertEquals(List.of("names/ü/é/日本"), names(all(link, "names/ü/")));
      for (String name : names) {
        link.delete("names/" + name, soon());
      }
      assertEquals(List.of(), all(link, "names/"));
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @FieldSource("kinds")
  void manyNames(StorageKind kind) throws Exception {
    TreeSet<String> names = new TreeSet<>();
    try (ObjectLink link = open(kind)) {
      for (int i = 0; i < 2500; i++) {
        names.add("many/" + i);
        write(link, "many/" + i, new byte[0]);
      }
      List<String> found = names(all(link, "many/"));
      assertEquals(2500, found.size());
      assertEquals(names, new TreeSet<>(found));
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @FieldSource("kinds")
  void aWrongKey(StorageKind kind) {
    kind.wrong()
        .ifPresent(
            wrong -> {
              StepFailed failed = assertThrows(StepFailed.class, () -> open(kind, wrong));
              assertTrue(failed.isCredentialRefused(), failed.cause());
            });
  }

  /// Ends with a failure of its own after so many bytes.
  private static final class Breaks extends InputStream {
    private long left;

    Breaks(long after) {
      left = after;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left <= 0) {
        throw new IOException("out of paper");
      }
      int count = (int) Math.min(length, left);
      left -= count;
      return count;
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @FieldSource("kinds")
  void aWriteThatFailsLeavesNothing(StorageKind kind) throws Exception {
    try (ObjectLink link = open(kind)) {
      for (int whole : List.of(10, Limits.OBJECT_PART_BYTES + 10)) {
        IOException failed =
            assertThrows(
                IOException.class,
                () -> link.write("broken", new Breaks(whole - 5), whole, soon()));
        assertEquals("out of paper", failed.getMessage());
        assertThrows(
            IOException.class,
            () -> link.write("broken", new ByteArrayInputStream(HELLO), whole + 1, soon()));
        assertTrue(link.isOpen());
        assertEquals(Optional.empty(), link.find("broken", soon()));
        assertEquals(List.of(), all(link, "broken"));
      }
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @FieldSource("kinds")
  void aReaderThatFailsKeepsItsOwnFailure(StorageKind kind) throws Exception {
    try (ObjectLink link = open(kind)) {
      ObjectLink.Entry entry = write(link, "read", HELLO);
      OutputStream full =
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              throw new IOException("full");
            }
          };
      IOException failed =
          assertThrows(
              IOException.class,
              () -> link.read("read", entry.etag(), 0, 10, full, soon()));
      assertEquals("full", failed.getMessage());
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @FieldSource("kinds")
  void aServiceThatSaysNothing(StorageKind kind) throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      Optional<Connection> connection = kind.at(silent.getLocalPort());
      if (connection.isPresent()) {
        StepFailed failed =
            assertThrows(
                StepFailed.class,
                () -> kind.workbench().objects(connection.get(), Duration.ofMillis(200)));
        assertEquals("no answer in time", failed.cause());
      }
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @FieldSource("kinds")
  void aServiceThatNeverStops(StorageKind kind) throws Exception {
    mustFail(kind, HttpPeer::endlessBody, "the answer is larger than 4194304 bytes");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @FieldSource("kinds")
  void aServiceThatSendsElsewhere(StorageKind kind) throws Exception {
    mustFail(
        kind,
        HttpPeer.redirect(307, "http://127.0.0.1:1/"),
        "the server redirects to another address (status 307)");
  }

  /// A folder has nobody who answers, and passes.
  private static void mustFail(StorageKind kind, HttpPeer.Behaviour behaviour, String cause)
      throws Exception {
    try (HttpPeer peer = kind.peer(behaviour)) {
      Optional<Connection> connection = kind.at(peer.port());
      if (connection.isPresent()) {
        StepFailed failed = assertThrows(StepFailed.class, () -> open(kind, connection.get()));
        assertFalse(failed.isCredentialRefused());
        assertEquals(cause, failed.cause());
      }
    }
  }
}
