package io.fairlead.server;

import io.fairlead.secret.Reveal;
import io.fairlead.sql.Dialects;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// From the text of a statement to the statement, all dialects being asked.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class ParseBenchmark {
  private static final String ALTER =
      "ALTER CONNECTION IF EXISTS shop.orders SET (HOST = 'db2.internal.example', PORT = 6432,"
          + " USER = 'app', PASSWORD = SECRET shop.pw, SSL MODE = 'verify-full'), RESET (SSH TUNNEL)"
          + " WITH (VALIDATE = false)";

  private final Dialects dialects = Extensions.dialects(
          Extensions.connectors(
              Reveal.create(), InstantSource.system(), "bench", Optional.empty(),
                Map.of(), List.of()));

  @Benchmark
  public Object alterConnection() {
    return dialects.read(ALTER, Dialects.AUTO);
  }

  /// What is nobody's: the whole of it must not be read before that is known.
  @Benchmark
  public Object query() {
    return dialects.read("SELECT name, type FROM mz_connections WHERE id = 'u1'", Dialects.AUTO);
  }
}
