package io.fairlead.connector.oracle;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.Quietly;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The steps to an Oracle database as far as its listener: resolve, connect, TLS, and whether it takes
/// connections to the service. Nobody signs in.
final class Listener {
  private static final Pattern ERROR = Pattern.compile("\\(ERR=([0-9]{1,6})\\)");

  private final OracleConfig config;
  private final Attempt attempt;
  private final Reveal permission;

  Listener(OracleConfig config, Attempt attempt, Reveal permission) {
    this.config = config;
    this.attempt = attempt;
    this.permission = permission;
  }

  void ask() throws StepFailed {
    Socket plain = attempt.dial(config.endpoint(), config.tunnel());
    try {
      Optional<Tls> tls = config.tls();
      Socket socket = tls.isEmpty() ? plain : attempt.step("TLS", () -> encrypt(plain, tls.get()));
      attempt.step("listener", () -> ask(socket));
    } finally {
      Quietly.close(plain);
    }
  }

  private Socket encrypt(Socket plain, Tls tls) throws StepFailed, IOException {
    return tls.over(plain, config.endpoint().host(), attempt, permission);
  }

  private boolean ask(Socket socket) throws StepFailed, IOException {
    Packet request = Packet.connect(descriptor());
    request.send(socket.getOutputStream());
    Packet answer = Packet.receive(socket.getInputStream());
    if (answer.type() == Packet.RESEND) {
      request.send(socket.getOutputStream());
      answer = Packet.receive(socket.getInputStream());
    }
    switch (answer.type()) {
      case Packet.ACCEPT ->
          attempt.note("it takes connections to the service; signing in is not tried");
      case Packet.REDIRECT ->
          attempt.note(
              "it sends connections to the service to another server, which is not tried");
      case Packet.REFUSE -> throw refused(answer);
      default ->
          throw new StepFailed(
              "the peer does not speak Oracle's protocol", "Check HOST, PORT and SSL ENABLED.");
    }
    return true;
  }

  /// The names in it are plain, so they end nothing.
  private String descriptor() {
    return "(DESCRIPTION=(CONNECT_DATA=(SERVICE_NAME="
        + config.service()
        + ")(CID=(PROGRAM=fairlead)(HOST=fairlead)(USER=fairlead))))";
  }

  /// By the number alone: the rest is the peer's text, and may hold anything.
  private StepFailed refused(Packet answer) {
    String service = "service \"" + config.service() + "\"";
    int number = error(answer);
    return switch (number) {
      case 12514, 12505 ->
          new StepFailed(
              "the listener knows no " + service, "Check SERVICE NAME, or DATABASE that stands for it.");
      case 12516, 12518, 12519, 12520 ->
          new StepFailed("the database has no room for another connection");
      case 12526, 12527, 12528 -> new StepFailed("the database takes no connections for now");
      case 12521, 12523 -> new StepFailed("no instance of " + service + " is running");
      case 12537, 12547 -> new StepFailed("the database broke the connection off");
      case 0 -> new StepFailed("the listener refuses the connection");
      default -> new StepFailed("the listener refuses the connection with error ORA-" + number);
    };
  }

  private static int error(Packet answer) {
    Matcher number =
        ERROR.matcher(new String(answer.body(), StandardCharsets.ISO_8859_1));
    return number.find() ? Integer.parseInt(number.group(1)) : 0;
  }
}
