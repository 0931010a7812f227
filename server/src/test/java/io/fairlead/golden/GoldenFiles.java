package io.fairlead.golden;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Runs golden files. A file is a list of cases with blank lines between:
///
/// ```
/// # a remark, kept as it is
/// the input, on one or several lines
/// ----
/// the outcome, on one or several lines
/// ```
///
/// With `-Dgolden.update=true` the outcomes in the files are written anew instead of compared, so
/// that the difference in version control is what there is to review. A blank line inside an input
/// or an outcome stands in the file as a line with a single `.`.
public final class GoldenFiles {
  private static final Path RESOURCES = Path.of("src", "test", "resources");
  private static final String LINE = "----";

  private GoldenFiles() {}

  /// One test for each file in `folder`, for a `@TestFactory`.
  ///
  /// @param folder under `src/test/resources`; with no `.txt` file in it the test fails
  /// @param run makes the outcome of an input
  public static Stream<DynamicTest> tests(String folder, UnaryOperator<String> run) {
    return scripts(folder, () -> run);
  }

  /// One test for each file in `folder`, whose cases build on each other.
  ///
  /// @param start makes what runs the cases of one file, from the first to the last
  public static Stream<DynamicTest> scripts(
      String folder, Supplier<? extends UnaryOperator<String>> start) {
    return files(folder).stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    name(file), file.toUri(), () -> check(file, start.get())));
  }

  private static List<Path> files(String folder) {
    List<Path> files;
    try (Stream<Path> found = Files.list(RESOURCES.resolve(folder))) {
      files = found.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    if (files.isEmpty()) {
      fail("no golden files in " + folder);
    }
    return files;
  }

  /// All inputs in the files of some folders, to start other tests from.
  public static List<byte[]> inputs(String... folders) {
    List<byte[]> inputs = new ArrayList<>();
    for (String folder : folders) {
      for (Path file : files(folder)) {
        try {
          for (List<String> block : blocks(Files.readAllLines(file))) {
            int line = block.indexOf(LINE);
            if (line >= 0) {
              inputs.add(input(block.subList(0, line)).getBytes(StandardCharsets.UTF_8));
            }
          }
        } catch (IOException failure) {
          throw new UncheckedIOException(failure);
        }
      }
    }
    return inputs;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static void check(Path file, UnaryOperator<String> run) throws IOException {
    List<String> actual = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    int number = 0;
    for (List<String> block : blocks(Files.readAllLines(file))) {
      number++;
      if (!actual.isEmpty()) {
        actual.add("");
      }
      int line = block.indexOf(LINE);
      if (line < 0) {
        if (!block.stream().allMatch(GoldenFiles::isRemark)) {
          wrong.add("block " + number + " has no line " + LINE);
        }
        actual.addAll(block);
        continue;
      }
      List<String> head = block.subList(0, line + 1);
      List<String> outcome = outcome(block.subList(0, line), run);
      actual.addAll(head);
      actual.addAll(outcome);
      List<String> expected = block.subList(line + 1, block.size());
      if (!expected.equals(outcome)) {
        wrong.add(
            "block %d:%n%s%nexpected:%n%s%nbut was:%n%s"
                .formatted(number, lines(head), lines(expected), lines(outcome)));
      }
    }
    if (Boolean.getBoolean("golden.update")) {
      Files.write(file, actual);
    } else if (!wrong.isEmpty()) {
      fail(name(file) + "\n" + String.join("\n\n", wrong));
    } else if (number == 0) {
      fail(name(file) + " is empty");
    }
  }

  private static List<String> outcome(List<String> head, UnaryOperator<String> run) {
    String text = run.apply(input(head));
    return text.stripTrailing().lines().map(line -> line.isEmpty() ? "." : line).toList();
  }

  private static String input(List<String> head) {
    return head.stream()
        .filter(line -> !isRemark(line))
        .map(line -> line.equals(".") ? "" : line)
        .collect(Collectors.joining("\n"));
  }

  private static boolean isRemark(String line) {
    return line.startsWith("# ");
  }

  private static String lines(List<String> lines) {
    return String.join("\n", lines);
  }

  private static List<List<String>> blocks(List<String> lines) {
    List<List<String>> blocks = new ArrayList<>();
    List<String> block = new ArrayList<>();
    for (String line : lines) {
      if (!line.isEmpty()) {
        block.add(line);
      } else if (!block.isEmpty()) {
        blocks.add(block);
        block = new ArrayList<>();
      }
    }
    if (!block.isEmpty()) {
      blocks.add(block);
    }
    return blocks;
  }
}
