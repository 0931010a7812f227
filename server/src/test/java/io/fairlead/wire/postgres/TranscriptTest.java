package io.fairlead.wire.postgres;

import io.fairlead.golden.GoldenFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What goes over the socket, message by message; [Transcript] tells how it is written.
class TranscriptTest {
  private final List<Transcript> started = new ArrayList<>();

  @TestFactory
  Stream<DynamicTest> transcripts() {
    return GoldenFiles.scripts("wire/postgres", this::start);
  }

  private UnaryOperator<String> start() {
    try {
      Transcript transcript = Transcript.scripted();
      started.add(transcript);
      return transcript;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (Transcript transcript : started) {
      transcript.close();
    }
  }
}
