package io.fairlead.wire.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.base.Limits;
import io.fairlead.secret.ScramVerifier;
import io.fairlead.server.RunningServer;
import io.fairlead.session.SignIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sessions of a whole server: all but a few for everybody, those for superusers, and not one more.
class SessionsLimitTest {
  private static final byte[] SALT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder = Path.of("");

  @Test
  void sessionsAtOnce() throws Exception {
    Deque<RawClient> clients = new ArrayDeque<>();
    try (RunningServer server = RunningServer.in(folder)) {
      createRoles(server);
      try {
        int forAll = Limits.SESSIONS - Limits.SESSIONS_FOR_ADMIN;
        for (int i = 0; i < forAll; i++) {
          clients.push(opened(server, "app", "Z"));
        }
        opened(server, "app", "E").close();
        for (int i = 0; i < Limits.SESSIONS_FOR_ADMIN; i++) {
          clients.push(opened(server, "chief", "Z"));
        }
        opened(server, "chief", "E").close();
      } finally {
        while (!clients.isEmpty()) {
          clients.pop().close();
        }
      }
    }
  }

  /// As few rounds of hashing as a role may have, since a thousand clients sign in.
  private static void createRoles(RunningServer server) throws Exception {
    SignIn.Verifier verifier = ScramClient.verifier("pencil", SALT, ScramVerifier.LEAST_ITERATIONS, true);
    Base64.Encoder base64 = Base64.getEncoder();
    String stored =
        "SCRAM-SHA-256$%d:%s$%s:%s"
            .formatted(
                ScramVerifier.LEAST_ITERATIONS,
                base64.encodeToString(SALT),
                base64.encodeToString(verifier.storedKey()),
                base64.encodeToString(verifier.serverKey()));
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE app LOGIN PASSWORD '" + stored + "'");
      statement.execute("CREATE ROLE chief SUPERUSER LOGIN PASSWORD '" + stored + "'");
    }
  }

  /// @param last the type of the last message: ready, or an error and then the end
  private static RawClient opened(RunningServer server, String role, String last)
      throws IOException {
    RawClient client = new RawClient(server.port("postgres"));
    client.signIn(role, "pencil");
    StringBuilder types = new StringBuilder();
    RawClient.Message message;
    do {
      message = client.read();
      types.append(message.type());
      if (message.type() == 'E') {
        assertEquals("53300", message.field('C'));
      }
    } while (message.type() != 'Z' && message.type() != 'E');
    assertEquals(last, types.substring(types.length() - 1));
    return client;
  }
}
