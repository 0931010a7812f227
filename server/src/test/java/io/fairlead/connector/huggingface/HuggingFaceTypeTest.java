package io.fairlead.connector.huggingface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.Authority;
import io.fairlead.connector.ObjectLink;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.VaultKind;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Against a double of the hub that wants a token, and of a host for large files that must not see it.
class HuggingFaceTypeTest {
  private static final String LARGE = "0123456789abcdef";

  private final Authority authority = new Authority("Test CA");
  private final HuggingFaceType type =
      new HuggingFaceType(Reveal.create(), VaultKind.tls(authority));
  private final Workbench workbench = new Workbench(type);
  private final TokenedHub hub = new TokenedHub(authority);

  HuggingFaceTypeTest() throws IOException {}

  @AfterEach
  void stop() {
    hub.close();
  }

  private Connection connection(String token, Object... more) {
    List<Object> options =
        new ArrayList<>(List.of("endpoint", "https://127.0.0.1:" + hub.port()));
    if (!token.isEmpty()) {
      options.addAll(List.of("token", workbench.secretOf(token)));
    }
    options.addAll(List.of(more));
    return workbench.connection("hf", options.toArray());
  }

  private ObjectLink open(Object... more) throws StepFailed {
    List<Object> options = new ArrayList<>(List.of("repository", TokenedHub.REPOSITORY));
    options.addAll(List.of(more));
    return workbench.objects(
        connection(TokenedHub.TOKEN, options.toArray()), Workbench.PATIENCE);
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

  private static List<String> all(ObjectLink link, String prefix, int most) throws StepFailed {
    List<String> names = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      ObjectLink.Page page = link.list(prefix, after, most, soon());
      page.entries().forEach(entry -> names.add(entry.name()));
      after = page.next();
    } while (after.isPresent());
    return names;
  }

  @Test
  void largeFilesComeFromAHostThatSeesNoToken() throws Exception {
    hub.put("data/large.parquet", LARGE);
    try (ObjectLink link = open("prefix", "data/")) {
      ObjectLink.Entry entry = link.list("", Optional.empty(), 10, soon()).entries().getFirst();
      assertEquals(Optional.of(entry), link.find("large.parquet", soon()));
      assertEquals(LARGE.length(), entry.bytes());
      assertEquals(LARGE, read(link, entry, 0, LARGE.length()));
      assertEquals("34", read(link, entry, 3, 2));
      assertTrue(link.isOpen());
      assertTrue(link.isUsable(soon()));
      assertThrows(
          ObjectLink.Gone.class, () -> read(link, entry, LARGE.length() - 1, 2));
    }
    assertEquals(3, hub.askedElsewhere.size());
    assertFalse(hub.strangersSawTheToken);
  }

  @Test
  void smallFilesComeFromTheHub() throws Exception {
    hub.put("a b/ü+%.csv", "0123456789");
    try (ObjectLink link = open()) {
      ObjectLink.Entry entry = link.find("a b/ü+%.csv", soon()).orElseThrow();
      assertEquals(List.of(entry), link.list("a b/", Optional.empty(), 10, soon()).entries());
      assertEquals("0123456789", read(link, entry, 0, 10));
      assertEquals("9", read(link, entry, 9, 1));
      assertTrue(link.isOpen());
    }
    assertEquals(List.of(), hub.askedElsewhere);
  }

  @Test
  void listsGoOnOverPages() throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 100; i < 125; i++) {
      names.add("data/d" + i % 3 + "/" + i);
      hub.put(names.getLast(), "x");
    }
    names.sort(null);
    try (ObjectLink link = open()) {
      assertEquals(names, all(link, "", 4));
      assertEquals(names, all(link, "data/", 1000));
      assertEquals(
          names.stream().filter(name -> name.startsWith("data/d1/11")).toList(),
          all(link, "data/d1/11", 2));
      assertEquals(List.of(), all(link, "nothing/", 10));
    }
  }

  @Test
  void aFileThatHasChanged() throws Exception {
    for (String content : List.of("small", LARGE)) {
      hub.put("x", content);
      try (ObjectLink link = open()) {
        ObjectLink.Entry before = link.find("x", soon()).orElseThrow();
        hub.put("x", content.replace('s', 'S').replace('a', 'A'));
        assertThrows(ObjectLink.Gone.class, () -> read(link, before, 0, 2));
      }
    }
    assertEquals(List.of(), hub.askedElsewhere);
    try (ObjectLink link = open()) {
      assertEquals(Optional.empty(), link.find("y", soon()));
      ObjectLink.Entry gone = new ObjectLink.Entry("y", 1, "", java.time.Instant.EPOCH);
      assertThrows(ObjectLink.Gone.class, () -> read(link, gone, 0, 1));
      assertTrue(link.isOpen());
    }
  }

  private String refusal(String location) throws Exception {
    hub.put("x", LARGE);
    hub.location = Optional.of(location);
    try (ObjectLink link = open()) {
      ObjectLink.Entry entry = link.list("x", Optional.empty(), 1, soon()).entries().getFirst();
      StepFailed failed = assertThrows(StepFailed.class, () -> read(link, entry, 0, 2));
      assertFalse(failed.cause().contains("canary"), failed.cause());
      return failed.cause();
    }
  }

  @Test
  void whereItWillNotBeSent() throws Exception {
    assertEquals(
        "address 169.254.169.254 is in a range that no connection may use",
        refusal("https://169.254.169.254/latest/meta-data?canary"));
    assertEquals(
        "the server redirects to an address without TLS",
        refusal("http://127.0.0.1:1/x?canary"));
    assertEquals("the server redirects to what is no address", refusal("file:///etc/canary"));
    assertEquals(
        "the server redirects to what is no address", refusal("https://canary@127.0.0.1/x"));
    assertEquals("the connection was refused", refusal("https://127.0.0.1:1/canary"));
    assertEquals(List.of(), hub.askedElsewhere);
  }

  /// TLS must prove that host too, by its own name.
  @Test
  void aHostThatIsNotWhoItShouldBe() throws Exception {
    Authority stranger = new Authority("Another CA");
    try (TokenedHub other = new TokenedHub(stranger)) {
      assertEquals(
          "the server's certificate is not signed by a known authority, or is not valid now",
          refusal("https://127.0.0.1:" + other.port() + "/x"));
    }
    assertEquals(
        "the server's certificate is for another host",
        refusal("https://localhost:" + hub.port() + "/x"));
  }

  @Test
  void aRepositoryThatHasMoved() throws Exception {
    hub.put("x", "small");
    hub.detours = Limits.HTTP_REDIRECTS;
    try (ObjectLink link = open()) {
      ObjectLink.Entry entry = link.find("x", soon()).orElseThrow();
      assertEquals("mall", read(link, entry, 1, 4));
      hub.detours = Limits.HTTP_REDIRECTS + 1;
      StepFailed failed = assertThrows(StepFailed.class, () -> link.find("x", soon()));
      assertEquals("the hub sends the request on and on", failed.cause());
    }
  }

  private String probed(String token, Object... more) {
    return Workbench.read(workbench.probe(connection(token, more)))
        .lines()
        .reduce("", (_, line) -> line);
  }

  @Test
  void whatAProbeSays() {
    String repository = TokenedHub.REPOSITORY;
    assertEquals("repository: none to try", probed(""));
    assertEquals(
        "token: the token is known; no repository to try", probed(TokenedHub.TOKEN));
    assertEquals(
        "list repository: readable, nothing there",
        probed(TokenedHub.TOKEN, "repository", repository));
    assertEquals(
        "list repository: FAILED the hub does not accept the token",
        probed("hf_old", "repository", repository));
    assertTrue(
        workbench.failure(connection("hf_old", "repository", repository)).isCredentialRefused());
    assertEquals(
        "list repository: FAILED repository \"shop/raw\" does not exist, or is not open to"
            + " everybody",
        probed("", "repository", repository));
    assertEquals(
        "list repository: FAILED repository \"shop/raw\" has no revision \"v9\"",
        probed(TokenedHub.TOKEN, "repository", repository, "revision", "v9"));
    assertEquals(
        "list repository: FAILED repository \"shop/none\" does not exist, or the token may not see"
            + " it",
        probed(TokenedHub.TOKEN, "repository", "shop/none"));
  }

  private Options place(String uri, String... problem) {
    Problems problems = new Problems();
    Options place = type.place(uri, problems);
    assertEquals(List.of(problem), problems.all().stream().map(Problem::message).toList());
    return place;
  }

  @Test
  void whatAUriSays() {
    assertEquals(Workbench.options("repository", "o/r"), place("hf://o/r"));
    assertEquals(Workbench.options("repository", "o/r"), place("hf://o/r/"));
    assertEquals(
        Workbench.options("repository", "o/r", "repo_type", "dataset", "prefix", "a/b/"),
        place("hf://datasets/o/r/a/b/"));
    assertEquals(
        Workbench.options(
            "repository", "o/r", "repo_type", "model", "revision", "v1.0", "prefix", "x@y"),
        place("huggingface://models/o/r@v1.0/x@y"));
    assertEquals(
        Workbench.options(
            "repository", "o/r", "revision", "refs/convert/parquet", "prefix", "default/"),
        place("hf://o/r@refs/convert/parquet/default/"));
    place("hf://o", "invalid location: it names no repository such as hf://owner/name/folder/");
  }

  @Test
  void whereFilesAre() {
    HuggingFaceConfig config =
        type.configure(
            Workbench.options("repository", "o/r", "revision", "refs/pr/1", "repo_type", "model"),
            new Problems());
    assertEquals("https://huggingface.co", config.hub().toString());
    assertEquals("/api/models/o/r/tree/refs%2Fpr%2F1/a%20b", config.tree("a b"));
    assertEquals("/o/r/resolve/refs%2Fpr%2F1/a%20b/c", config.file("a b/c"));
    Problems problems = new Problems();
    type.configure(
        Workbench.options(
            "repository", "o/../r", "revision", "../x", "repo_type", "bucket", "endpoint",
            "http://hub.example", "token", workbench.secretOf("t")),
        problems);
    assertEquals(
        List.of(
            "invalid REPOSITORY: it is not owner/name",
            "invalid REVISION: it is no branch, tag or commit",
            "invalid ENDPOINT: it must begin with https://",
            "invalid REPO TYPE: it is not known here"),
        problems.all().stream().map(Problem::message).toList());
  }

  @Test
  void nothingIsWritten() throws Exception {
    try (ObjectLink link = open()) {
      assertThrows(
          StepFailed.class, () -> link.write("x", InputStream.nullInputStream(), 0, soon()));
      assertThrows(StepFailed.class, () -> link.delete("x", soon()));
    }
  }
}
