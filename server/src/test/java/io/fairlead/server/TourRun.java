package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// Takes a page at its word: pastes its tour, in its order, with the real launcher and one of its
/// clients. Only the ports are others, since the page's own may be taken.
///
/// @param folder where the reader stands; it ends as it was
/// @param scratch for files that no reader has
/// @param given what listens already, by the port that the page says
record TourRun(Path folder, Path scratch, Map<String, Integer> given) {
  static final Path REPOSITORY = Path.of("").toAbsolutePath().resolve("..").normalize();

  private static final Pattern PORT = Pattern.compile("\\b(6875|3307|8642|8099|5433|5434|2222|9092)\\b");

  static Tour tour(String page) throws IOException {
    return Tour.of(Files.readString(REPOSITORY.resolve(page)));
  }

  /// @param client a word of the command line that starts the client
  /// @return what each block printed
  List<String> take(Tour tour, String client) throws Exception {
    String command =
        tour.clients().stream().filter(line -> line.contains(client)).findFirst().orElseThrow();
    Path launcher =
        Files.createSymbolicLink(folder.resolve("fairlead"), REPOSITORY.resolve("fairlead"));
    Path stopAtErrors = Files.writeString(scratch.resolve("psqlrc"), "\\set ON_ERROR_STOP on\n");
    // A port that is bound and does not listen refuses, and nobody else gets it.
    try (Socket nobody = new Socket()) {
      nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Map<String, Integer> ports = ports(nobody.getLocalPort());
      Path farewell =
          Files.writeString(
              scratch.resolve("farewell"), inThisRun(tour.blocks().getLast().text(), ports));
      try (Terminal terminal =
          Terminal.in(folder, farewell, Map.of("PSQLRC", stopAtErrors.toString()))) {
        return paste(tour, inThisRun(command, ports), ports, terminal);
      }
    } finally {
      Files.delete(launcher);
    }
  }

  private List<String> paste(
      Tour tour, String client, Map<String, Integer> ports, Terminal terminal) throws IOException {
    Path input = scratch.resolve("input");
    List<String> printed = new ArrayList<>();
    for (Block block : tour.blocks()) {
      String text = inThisRun(block.text(), ports);
      Outcome outcome =
          block.target() == Target.TERMINAL
              ? terminal.run(text)
              : terminal.run(client, Files.writeString(input, text));
      check(block, outcome);
      printed.add(outcome.output());
    }
    return printed;
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
      boolean refusalIsMeant = block.text().contains("\n! ");
      assertEquals(refusalIsMeant, outcome.output().contains("ERROR"), said);
    }
  }

  private Map<String, Integer> ports(int nobody) throws IOException {
    Map<String, Integer> ports = new HashMap<>(given);
    ports.put("5434", nobody);
    for (String port : List.of("6875", "3307", "8642", "8099", "5433", "2222")) {
      if (!ports.containsKey(port)) {
        ports.put(port, free());
      }
    }
    return ports;
  }

  private static String inThisRun(String text, Map<String, Integer> ports) {
    String named =
        text.replace(
                "./fairlead serve",
                "./fairlead serve --pg-port 6875 --mysql-port 3307 --http-port 8642")
            .replace("./fairlead sql", "./fairlead sql --port 6875");
    return PORT.matcher(named)
        .replaceAll(port -> Objects.toString(ports.getOrDefault(port.group(), 0)));
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
