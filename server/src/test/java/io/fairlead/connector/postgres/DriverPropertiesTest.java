package io.fairlead.connector.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problems;
import io.fairlead.connector.Login;
import io.fairlead.connector.PreparedSocket;
import io.fairlead.connector.Workbench;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postgresql.PGProperty;

/// The driver has properties that load classes, read files and write logs. Each one is either set
/// by us or left at its default for a reason that stands in `driver-properties.txt`; one that a new
/// driver brings is in neither, so that somebody looks at it.
class DriverPropertiesTest {
  private static final Path LEFT =
      Path.of("src", "test", "resources", "connector", "postgres", "driver-properties.txt");

  private static Properties ours() {
    Problems problems = new Problems();
    PostgresConfig config =
        new PostgresType(Reveal.create())
            .configure(
                Workbench.options("host", "h", "user", "u", "database", "d"), problems);
    problems.throwIfAny();
    return DriverProperties.of(config, new Login("u", Optional.of("p")), 1000);
  }

  private static NavigableMap<String, String> left() throws IOException {
    NavigableMap<String, String> left = new TreeMap<>();
    for (String line : Files.readAllLines(LEFT)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split(":", 2);
        left.put(parts[0].strip(), parts[1].strip());
      }
    }
    return left;
  }

  @Test
  void everyPropertyIsSetOrLeftForAReason() throws IOException {
    NavigableSet<String> known = new TreeSet<>(ours().stringPropertyNames());
    left().forEach((name, reason) -> {
      assertTrue(known.add(name), name + " is set, so it is not left");
      assertTrue(reason.length() > 10, name + " has no reason");
    });
    NavigableSet<String> driver = new TreeSet<>();
    Arrays.stream(PGProperty.values()).map(PGProperty::getName).forEach(driver::add);
    assertEquals(driver, known);
  }

  /// What could load a class, read or write a file, or sign in as somebody else has no value.
  @Test
  void whatCouldReachBeyondTheSocketIsAbsent() {
    Properties ours = ours();
    for (PGProperty property : PGProperty.values()) {
      String name = property.getName();
      boolean reaches =
          name.matches("(?i).*(class|factory|plugin|callback|verifier|executor|file|service|cert|key).*");
      assertTrue(
          !reaches || property == PGProperty.SOCKET_FACTORY || !ours.containsKey(name), name);
    }
    assertEquals(PreparedSocket.class.getName(), PGProperty.SOCKET_FACTORY.getOrDefault(ours));
  }
}
