package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.server.Terminal.Outcome;
import io.fairlead.server.Tour.Block;
import io.fairlead.server.Tour.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Takes the README at its word: its commands and statements, pasted in its order, with the real
/// launcher and each of its clients. Only the ports are others, since its own may be taken.
class TourTest {
  private static final Path REPOSITORY = Path.of("").toAbsolutePath().resolve("..").normalize();

  @TempDir Path folder = Path.of("");
  @TempDir Path scratch = Path.of("");

  @Test
  void theTourWorksInPsql() throws Exception {
    take(tour(), "psql");
  }

  @Test
  void theTourWorksInTheShell() throws Exception {
    take(tour(), "./fairlead sql");
  }

  @Test
  void theReadmeHasTheBlocksThatThisTestPastes() throws IOException {
    Tour tour = tour();
    assertEquals(2, tour.clients().size(), tour.clients().toString());
    assertTrue(tour.blocks().size() >= 8, "too few blocks: " + tour.blocks().size());
    for (Target target : Target.values()) {
      assertTrue(tour.blocks().stream().anyMatch(b -> b.target() == target), target.name());
    }
    for (Block block : tour.blocks()) {
      if (block.target() == Target.CLIENT_REFUSED) {
        assertEquals(1, block.text().split(";", -1).length - 1, "one statement: " + block.text());
      }
    }
  }

  private static Tour tour() throws IOException {
    return Tour.of(Files.readString(REPOSITORY.resolve("README.md")));
  }

  private void take(Tour tour, String name) throws Exception {
    String client =
        tour.clients().stream().filter(line -> line.contains(name)).findFirst().orElseThrow();
    Path launcher =
        Files.createSymbolicLink(folder.resolve("fairlead"), REPOSITORY.resolve("fairlead"));
    Path stopAtErrors = Files.writeString(scratch.resolve("psqlrc"), "\\set ON_ERROR_STOP on\n");
    Path farewell =
        Files.writeString(scratch.resolve("farewell"), tour.blocks().getLast().text());
    Path input = scratch.resolve("input");
    String afterCrash = "";
    // A port that is bound and does not listen refuses, and nobody else gets it.
    try (Socket nobody = new Socket();
        Terminal terminal =
            Terminal.in(folder, farewell, Map.of("PSQLRC", stopAtErrors.toString()))) {
      nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Ports ports = new Ports(free(), free(), nobody.getLocalPort());
      for (Block block : tour.blocks()) {
        String text = ports.in(block.text());
        Outcome outcome =
            block.target() == Target.TERMINAL
                ? terminal.run(text)
                : terminal.run(ports.in(client), Files.writeString(input, text));
        check(block, outcome);
        afterCrash = text.contains("kill -9") ? outcome.output() : afterCrash;
      }
      assertTrue(afterCrash.contains("HOST = '127.0.0.1'"), "after the crash: " + afterCrash);
      assertTrue(afterCrash.contains("PORT = " + ports.shop()), "after the crash: " + afterCrash);
    }
    Files.delete(launcher);
    assertFalse(Files.exists(folder.resolve("fairlead-data")), "the tour cleans up");
  }

  private void check(Block block, Outcome outcome) throws IOException {
    Path log = folder.resolve("fairlead.log");
    String said =
        block.text() + "\nsaid:\n" + outcome.output()
            + (Files.exists(log) ? "\nfairlead.log:\n" + Files.readString(log) : "");
    if (block.target() == Target.CLIENT_REFUSED) {
      assertNotEquals(0, outcome.status(), said);
      assertTrue(outcome.output().contains("ERROR"), said);
    } else {
      assertEquals(0, outcome.status(), said);
      assertFalse(outcome.output().contains("ERROR"), said);
    }
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// What the README's ports are in this run.
  private record Ports(int fairlead, int shop, int nobody) {
    private static final Pattern PORT = Pattern.compile("\\b(6875|5433|5434)\\b");

    String in(String text) {
      Map<String, Integer> here = Map.of("6875", fairlead, "5433", shop, "5434", nobody);
      String named =
          text.replace("./fairlead serve", "./fairlead serve --pg-port 6875 --http-port off")
              .replace("./fairlead sql", "./fairlead sql --port 6875");
      return PORT.matcher(named).replaceAll(port -> Objects.toString(here.get(port.group())));
    }
  }
}
