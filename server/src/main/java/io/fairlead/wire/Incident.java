package io.fairlead.wire;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A bug that a client ran into. The client gets a number; the log gets the number, the classes of
/// the exceptions and where they were thrown, never their messages, which may quote a statement.
public final class Incident {
  private static final System.Logger LOG = System.getLogger(Incident.class.getName());
  private static final int CAUSES = 4;
  private static final int FRAMES = 12;

  private Incident() {}

  public static Problem report(Throwable bug, RandomGenerator random) {
    String id = "%08X".formatted(random.nextInt());
    LOG.log(System.Logger.Level.ERROR, "incident " + id + ": " + places(bug));
    return Problem.of(ProblemKind.INTERNAL, "internal error, incident " + id)
        .withHint("The server's log has an entry for this incident.");
  }

  private static String places(Throwable bug) {
    return Stream.iterate(bug, cause -> cause != null, Throwable::getCause)
        .limit(CAUSES)
        .map(
            cause ->
                Stream.of(cause.getStackTrace())
                    .limit(FRAMES)
                    .map(StackTraceElement::toString)
                    .collect(Collectors.joining(" < ", cause.getClass().getName() + " at ", "")))
        .collect(Collectors.joining("; caused by "));
  }
}
