package io.fairlead.connector.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTypeTest {
  @TempDir private Path folder;

  private String probe(Path path) {
    Workbench workbench = new Workbench(new LocalType(List.of(folder.resolve("open"))));
    return Workbench.read(
        workbench.probe(workbench.connection("local", "path", path.toString())));
  }

  private static List<String> problems(LocalType type, String path) {
    Problems problems = new Problems();
    type.configure(Workbench.options("path", path), problems);
    return problems.all().stream().map(Problem::message).toList();
  }

  @Test
  void aFolderBelowAnAllowedOne() throws IOException {
    Path inside = Files.createDirectories(folder.resolve("open/shop"));
    assertEquals("list folder: readable, nothing there\n", probe(inside));
    Files.createFile(inside.resolve("a.csv"));
    assertEquals("list folder: readable\n", probe(inside));
    assertEquals("list folder: FAILED the path is not a folder\n", probe(inside.resolve("a.csv")));
    assertEquals("list folder: FAILED the folder does not exist\n", probe(inside.resolve("b")));
  }

  @Test
  void aLinkThatLeadsOut() throws IOException {
    Files.createDirectories(folder.resolve("open"));
    Path closed = Files.createDirectories(folder.resolve("closed"));
    Path link = Files.createSymbolicLink(folder.resolve("open/way-out"), closed);
    assertEquals(
        "list folder: FAILED the path leads out of the folders that this server allows\n",
        probe(link));
  }

  @Test
  void whatIsNotAllowed() {
    LocalType one = new LocalType(List.of(folder.resolve("open")));
    List<String> outside =
        List.of("invalid PATH: it is not below a folder that this server allows");
    assertEquals(outside, problems(one, folder.resolve("opened").toString()));
    assertEquals(outside, problems(new LocalType(List.of()), "/"));
    List<String> detour = List.of("invalid PATH: it is not absolute, or it makes detours");
    assertEquals(detour, problems(one, folder.resolve("open/../closed").toString()));
    assertEquals(detour, problems(one, "open"));
    assertEquals(detour, problems(one, "\u0000"));
  }
}
