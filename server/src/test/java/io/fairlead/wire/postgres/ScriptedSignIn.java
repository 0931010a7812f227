package io.fairlead.wire.postgres;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.model.Name;
import io.fairlead.session.Session;
import io.fairlead.session.SignIn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Knows the role `ann`, and `full`, for whom there is never room; both with the same password. Any
/// other role gets a verifier that is not genuine, made from the same password.
final class ScriptedSignIn implements SignIn {
  static final String PASSWORD = "pencil";
  private static final byte[] SALT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final AtomicInteger numbers = new AtomicInteger();
  private final List<ScriptedSession> sessions = new CopyOnWriteArrayList<>();

  @Override
  public Verifier verifier(String role) {
    return ScramClient.verifier(PASSWORD, SALT, 4096, role.equals("ann") || role.equals("full"));
  }

  @Override
  public int number() {
    return numbers.incrementAndGet();
  }

  @Override
  public Session open(Opening opening) {
    String role = opening.role();
    String database = opening.database();
    if (role.equals("full")) {
      throw Problem.of(ProblemKind.TOO_MANY_SESSIONS, "too many sessions").refusal();
    }
    if (!database.equals(Name.DATABASE)) {
      throw Problem.of(ProblemKind.UNKNOWN_DATABASE, "database \"" + database + "\" does not exist")
          .refusal();
    }
    ScriptedSession session = new ScriptedSession(opening.settings());
    sessions.add(session);
    return session;
  }

  /// Whether nobody has signed in yet.
  boolean isEmpty() {
    return sessions.isEmpty();
  }

  ScriptedSession lastSession() {
    return sessions.getLast();
  }
}
