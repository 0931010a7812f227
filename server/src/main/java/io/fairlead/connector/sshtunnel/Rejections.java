package io.fairlead.connector.sshtunnel;

import io.fairlead.connector.StepFailed;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;

/// Plain causes for the failures of the SSH library, which wraps the real one.
final class Rejections {
  private Rejections() {}

  static StepFailed channelFailure(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case TimeoutException _ -> {
          return new StepFailed("no answer in time");
        }
        case SshChannelOpenException open -> {
          return refusal(open.getReasonCode());
        }
        default -> {}
      }
    }
    return new StepFailed("the tunnel is broken");
  }

  private static StepFailed refusal(int reason) {
    return switch (reason) {
      case SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED ->
          new StepFailed(
              "the bastion does not allow the forwarding",
              "Check AllowTcpForwarding and PermitOpen at the bastion.");
      case SshConstants.SSH_OPEN_CONNECT_FAILED ->
          new StepFailed(
              "the bastion cannot connect to the host",
              "Check HOST and PORT as seen from the bastion, and its firewalls.");
      default -> new StepFailed("the bastion refused the forwarding");
    };
  }
}
