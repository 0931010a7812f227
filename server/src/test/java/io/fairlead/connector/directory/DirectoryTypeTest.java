package io.fairlead.connector.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.VaultBench;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTypeTest {
  @TempDir Path folder = Path.of("");

  private Path allowed = Path.of("");
  private Path mount = Path.of("");
  private Workbench workbench = new Workbench();

  @BeforeEach
  void start() throws IOException {
    allowed = Files.createDirectory(folder.resolve("allowed"));
    mount = Files.createDirectory(allowed.resolve("mount"));
    workbench = new Workbench(new DirectoryType(List.of(allowed)));
    Files.writeString(folder.resolve("outside"), "canary");
  }

  private Connection vault(Path path) {
    return workbench.connection("secret-directory", "path", path.toString());
  }

  private String read(String name) throws StepFailed {
    return new VaultBench(workbench).read(vault(mount), name);
  }

  private String failure(String name) {
    return assertThrows(StepFailed.class, () -> read(name)).cause();
  }

  private String probe(Path path) {
    return Workbench.read(workbench.probe(vault(path)));
  }

  @Test
  void nothingIsAllowedUnlessSaid() {
    String refused = "invalid PATH: this server may not read secrets from there";
    assertEquals(
        List.of(refused),
        VaultBench.objections(new DirectoryType(List.of()), "path", mount.toString()));
    DirectoryType type = new DirectoryType(List.of(allowed));
    assertEquals(List.of(), VaultBench.objections(type, "path", mount.toString()));
    assertEquals(List.of(), VaultBench.objections(type, "path", allowed.toString()));
    for (String other : List.of("/etc", "/", folder.toString(), allowed + "2")) {
      assertEquals(List.of(refused), VaultBench.objections(type, "path", other));
    }
    for (String odd :
        List.of("", "mount", allowed + "/../x", allowed + "/mount/..", allowed + "/a\u0000b")) {
      assertEquals(
          List.of("invalid PATH: it must be an absolute path without . and .. in it"),
          VaultBench.objections(type, "path", odd));
    }
  }

  @Test
  void oneNewlineAtTheEndIsNotPartOfIt() throws Exception {
    String[][] rows = {
      {"v\n", "v"}, {"v\r\n", "v"}, {"v\n\n", "v\n"}, {"v", "v"}, {"\n", ""}, {"", ""}, {"\nv", "\nv"}
    };
    for (String[] row : rows) {
      Files.writeString(mount.resolve("f"), row[0]);
      assertEquals(row[1], read("f"));
    }
  }

  @Test
  void theNewlineIsNotPartOfTheSizeEither() throws Exception {
    String largest = "s".repeat(Limits.SECRET_BYTES);
    for (String end : List.of("", "\n", "\r\n")) {
      Files.writeString(mount.resolve("f"), largest + end);
      assertEquals(largest, read("f"));
      for (String more : List.of("x", "\r\n", "\nxy", "\r\nz")) {
        Files.writeString(mount.resolve("f"), largest + "x" + more + end);
        assertTrue(failure("f").startsWith("the secret is larger"), failure("f"));
      }
    }
  }

  @Test
  void linksThatLeadOutAreNotFollowed() throws IOException {
    String out = "the file \"l\" is a link out of the directory";
    Files.writeString(allowed.resolve("neighbour"), "canary");
    for (String target :
        List.of("../neighbour", "../../outside", folder.resolve("outside").toString())) {
      Files.deleteIfExists(mount.resolve("l"));
      Files.createSymbolicLink(mount.resolve("l"), Path.of(target));
      assertEquals(out, failure("l"));
    }
    Files.delete(mount.resolve("l"));
    Files.createSymbolicLink(mount.resolve("d"), folder);
    Files.createSymbolicLink(mount.resolve("l"), Path.of("d", "outside"));
    assertEquals(out, failure("l"));
    Files.delete(mount.resolve("l"));
    Files.createSymbolicLink(mount.resolve("l"), Path.of("l"));
    assertTrue(
        List.of("the file \"l\" is a link to itself", "the connection was closed or broken")
            .contains(failure("l")),
        failure("l"));
  }

  @Test
  void theDirectoryItselfMayNotLeadOut() throws IOException {
    Path link = Files.createSymbolicLink(allowed.resolve("link"), folder);
    assertEquals(
        "list secrets: FAILED the directory is a link out of what this server may read\n",
        probe(link));
    Path inside = Files.createSymbolicLink(allowed.resolve("inside"), Path.of("mount"));
    assertTrue(probe(inside).startsWith("list secrets: the directory is empty"), probe(inside));
    assertEquals(
        "list secrets: FAILED the directory is not there\n", probe(allowed.resolve("gone")));
    Path file = Files.writeString(allowed.resolve("file"), "x");
    assertEquals("list secrets: FAILED PATH is not a directory\n", probe(file));
  }

  @Test
  void whatIsNoFile() throws Exception {
    Files.createDirectory(mount.resolve("sub"));
    assertEquals("\"sub\" is not a file", failure("sub"));
    Process made = new ProcessBuilder("mkfifo", mount.resolve("pipe").toString()).start();
    assertEquals(0, made.waitFor());
    assertEquals("\"pipe\" is not a file", failure("pipe"));
  }

  /// The link turns while it is read: each value is the old one or the new one.
  @Test
  void aTurningLink() throws Exception {
    try (DirectoryKind kind = new DirectoryKind()) {
      kind.put("f", "v0");
      VaultBench bench = new VaultBench(kind.workbench());
      Connection vault = kind.connection(kind.workbench());
      Thread turning =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 1; i <= 200; i++) {
                      try {
                        kind.put("f", "v" + i);
                      } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                      }
                    }
                  });
      while (turning.isAlive()) {
        assertTrue(bench.read(vault, "f").matches("v[0-9]+"));
      }
      turning.join();
      assertEquals("v200", bench.read(vault, "f"));
    }
  }
}
