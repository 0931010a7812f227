package io.fairlead.fuzz;

import io.fairlead.sql.DeltaForgeFuzz;
import io.fairlead.sql.LexerFuzz;
import io.fairlead.sql.MaterializeFuzz;
import io.fairlead.sql.PostgresqlFuzz;
import io.fairlead.wire.mysql.PacketsFuzz;
import io.fairlead.wire.postgres.ConversationFuzz;
import io.fairlead.wire.postgres.StartupFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/// What is fed with bytes that nobody wrote. Each target has the method that Jazzer calls, and
/// throws when what must always hold does not.
public final class Targets {
  static final List<Target> ALL =
      List.of(
          new Target(LexerFuzz.class, LexerFuzz::fuzzerTestOneInput, LexerFuzz::seeds),
          new Target(
              MaterializeFuzz.class, MaterializeFuzz::fuzzerTestOneInput, MaterializeFuzz::seeds),
          new Target(
              DeltaForgeFuzz.class, DeltaForgeFuzz::fuzzerTestOneInput, DeltaForgeFuzz::seeds),
          new Target(
              PostgresqlFuzz.class, PostgresqlFuzz::fuzzerTestOneInput, PostgresqlFuzz::seeds),
          new Target(StartupFuzz.class, StartupFuzz::fuzzerTestOneInput, StartupFuzz::seeds),
          new Target(PacketsFuzz.class, PacketsFuzz::fuzzerTestOneInput, PacketsFuzz::seeds),
          new Target(
              ConversationFuzz.class,
              ConversationFuzz::fuzzerTestOneInput,
              ConversationFuzz::seeds));

  private Targets() {}

  /// One input's way through what is tested.
  @FunctionalInterface
  interface Run {
    void on(byte[] input) throws IOException;
  }

  /// @param seeds correct inputs, from which others are made
  record Target(Class<?> type, Run run, Supplier<List<byte[]>> seeds) {
    String name() {
      return type.getSimpleName();
    }

    /// Where its interesting inputs are kept.
    Path kept() {
      return Path.of("src", "test", "resources", "fuzz", name());
    }
  }

  /// Writes the seeds of a target as files, for `bench/fuzz.sh`.
  ///
  /// @param arguments the target's class and a folder
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    for (Target target : ALL) {
      if (target.type().getName().equals(arguments[0])) {
        int number = 0;
        for (byte[] seed : target.seeds().get()) {
          Files.write(folder.resolve("seed" + number++), seed);
        }
      }
    }
  }
}
