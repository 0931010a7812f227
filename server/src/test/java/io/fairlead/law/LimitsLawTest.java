package io.fairlead.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each limit is named by a test, which stands at n and at n + 1 of it. The source is searched, since
/// the compiler puts the number itself into the class file. What no test names is in `limits.txt`.
class LimitsLawTest {
  private static final Path TESTS = Path.of("src", "test", "java");
  private static final Path EXCEPTIONS = Path.of("src", "test", "resources", "law", "limits.txt");

  private static NavigableSet<String> limits() {
    NavigableSet<String> limits = new TreeSet<>();
    for (Field field : Limits.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        limits.add(field.getName());
      }
    }
    return limits;
  }

  private static NavigableMap<String, String> exceptions() throws IOException {
    NavigableMap<String, String> exceptions = new TreeMap<>();
    for (String line : Files.readAllLines(EXCEPTIONS)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        int colon = line.indexOf(':');
        assertTrue(colon > 0 && line.length() > colon + 10, "no reason: " + line);
        exceptions.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    return exceptions;
  }

  private static NavigableSet<String> unnamed(NavigableSet<String> limits, List<String> sources) {
    NavigableSet<String> unnamed = new TreeSet<>(limits);
    unnamed.removeIf(
        limit -> {
          Pattern named = Pattern.compile("\\bLimits\\." + limit + "\\b");
          return sources.stream().anyMatch(text -> named.matcher(text).find());
        });
    return unnamed;
  }

  @Test
  void everyLimitIsNamedByATest() throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(TESTS)) {
      for (Path file :
          files.filter(path -> path.toString().matches(".*(Test|Contract)\\.java")).toList()) {
        sources.add(Files.readString(file));
      }
    }
    assertEquals(exceptions().keySet(), unnamed(limits(), sources));
  }

  @Test
  void seesALimitThatNobodyNames() {
    NavigableSet<String> limits = new TreeSet<>(List.of("NAME", "NAME_BYTES"));
    assertEquals(limits, unnamed(limits, List.of("no Limits.NAMES")));
    assertEquals(new TreeSet<>(List.of("NAME")), unnamed(limits, List.of("x(Limits.NAME_BYTES)")));
  }
}
