package io.fairlead.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/// Runs each target on its seeds, on what was found and kept, and on broken copies of both.
class CorpusTest {
  private static final int BROKEN = 3_000;

  @TestFactory
  Stream<DynamicNode> targets() {
    return Targets.ALL.stream()
        .map(
            target ->
                dynamicContainer(
                    target.name(),
                    Stream.of(
                        dynamicTest("seeds", () -> runAll(target, target.seeds().get())),
                        dynamicTest("kept", () -> runAll(target, kept(target))),
                        dynamicTest("broken", () -> runBroken(target)))));
  }

  private static List<byte[]> kept(Targets.Target target) {
    List<byte[]> inputs = new ArrayList<>();
    try (Stream<Path> files = Files.list(target.kept())) {
      for (Path file : files.sorted().toList()) {
        inputs.add(Files.readAllBytes(file));
      }
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
    return inputs;
  }

  private static void runAll(Targets.Target target, List<byte[]> inputs) {
    assertTrue(!inputs.isEmpty(), "nothing to run");
    inputs.forEach(input -> run(target, input));
  }

  private static void run(Targets.Target target, byte[] input) {
    try {
      target.run().on(input);
    } catch (IOException | RuntimeException | Error wrong) {
      throw new AssertionError(
          target.name() + " fails on the bytes " + HexFormat.of().formatHex(input), wrong);
    }
  }

  private static void runBroken(Targets.Target target) {
    long seed = Long.getLong("law.seed", 20261125L);
    System.out.println("law.seed=" + seed);
    Random random = new Random(seed);
    List<byte[]> inputs = new ArrayList<>(target.seeds().get());
    inputs.addAll(kept(target));
    for (int i = 0; i < BROKEN; i++) {
      byte[] one = inputs.get(random.nextInt(inputs.size()));
      byte[] other = inputs.get(random.nextInt(inputs.size()));
      run(target, broken(one, other, random));
    }
  }

  private static byte[] broken(byte[] one, byte[] other, Random random) {
    byte[] broken = one.clone();
    for (int mistakes = 1 + random.nextInt(4); mistakes > 0 && broken.length > 0; mistakes--) {
      int at = random.nextInt(broken.length);
      switch (random.nextInt(4)) {
        case 0 -> broken[at] = (byte) random.nextInt(256);
        case 1 -> broken[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> broken = Arrays.copyOf(broken, at);
        default -> broken = joined(broken, at, other, random.nextInt(other.length + 1));
      }
    }
    return broken;
  }

  /// The head of one and the tail of another.
  private static byte[] joined(byte[] head, int length, byte[] tail, int from) {
    byte[] joined = Arrays.copyOf(head, length + tail.length - from);
    System.arraycopy(tail, from, joined, length, tail.length - from);
    return joined;
  }
}
