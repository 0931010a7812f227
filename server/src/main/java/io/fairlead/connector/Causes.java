package io.fairlead.connector;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/// Plain causes for the failures of sockets. The exception's own text is left out on purpose.
final class Causes {
  private Causes() {}

  static StepFailed of(IOException failure, Deadline deadline) {
    if (deadline.hasPassed() || failure instanceof SocketTimeoutException) {
      return new StepFailed("no answer in time", "Check the host, the port and firewalls.")
          .withoutAnswer();
    }
    if (SentTooMuch.isIn(failure)) {
      return new StepFailed(
          "the peer sent more than " + Limits.PROBE_BYTES + " bytes",
          "Check that the host and the port are those of the service.");
    }
    return switch (failure) {
      case UnknownHostException _ -> silence("the host name is unknown");
      case NoRouteToHostException _ -> silence("no route to the host");
      case ConnectException _ -> silence("the connection was refused");
      case SSLException _ -> new StepFailed("TLS failed");
      case SocketException _ -> silence("the connection was reset");
      default -> silence("the connection was closed or broken");
    };
  }

  private static StepFailed silence(String cause) {
    return new StepFailed(cause).withoutAnswer();
  }
}
