package io.fairlead.connector.sftp;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.SshConnector;
import io.fairlead.connector.StepFailed;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.client.SftpErrorDataHandler;
import org.apache.sshd.sftp.client.SftpVersionSelector;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/// The steps of a person who tries an SFTP server: resolve, connect, host key, sign in, SFTP, and the
/// base path where there is one.
final class SftpProbe {
  private final SftpConfig config;
  private final SshConnector connector;
  private final Attempt attempt;
  private final Reveal permission;

  SftpProbe(SftpConfig config, SshConnector connector, Attempt attempt, Reveal permission) {
    this.config = config;
    this.connector = connector;
    this.attempt = attempt;
    this.permission = permission;
  }

  void run() throws StepFailed {
    ClientSession session = connector.open(config.server(), attempt, this::signIn);
    Future<?> end = endAtDeadline(session);
    try {
      attempt.serverVersion(version(session));
      SftpClient files = attempt.step("SFTP", () -> open(session));
      if (config.basePath().isPresent()) {
        attempt.step("base path", () -> look(files, config.basePath().get()));
      }
    } finally {
      end.cancel(false);
      // Everything that is open in the session ends with it, without a word that one could wait for.
      session.close(true);
    }
  }

  /// The library waits for the answers of SFTP as long as the session is open.
  private Future<?> endAtDeadline(ClientSession session) {
    return session
        .getFactoryManager()
        .getScheduledExecutorService()
        .schedule(
            () -> session.close(true), attempt.deadline().leftMillis(), TimeUnit.MILLISECONDS);
  }

  /// What follows `SSH-2.0-`: printable ASCII, by the protocol.
  private static String version(ClientSession session) {
    String said = String.valueOf(session.getServerVersion());
    return said.substring(said.lastIndexOf("SSH-2.0-") < 0 ? 0 : "SSH-2.0-".length());
  }

  private void signIn(ClientSession session) throws StepFailed, IOException {
    SftpLogin login = SftpLogin.read(config, attempt, permission);
    session.setUsername(login.user());
    if (login.privateKey().isPresent()) {
      SecretBytes pem = SecretBytes.of(login.privateKey().get());
      session.addPublicKeyIdentity(
          SshConnector.key(pem, permission).orElseThrow(SftpProbe::unreadableKey));
    }
    if (login.password().isPresent()) {
      session.addPasswordIdentity(login.password().get());
    }
    SshConnector.authenticate(session, attempt, refusal(login));
    attempt.note("with " + login.means());
  }

  private static StepFailed unreadableKey() {
    return new StepFailed(
        "the private key cannot be read",
        "Keep a whole key file in the secret, as ssh-keygen writes it, without a passphrase.");
  }

  private StepFailed refusal(SftpLogin login) {
    return new StepFailed(
        "the server does not accept " + login.means() + " for " + config.login().shown("user"),
        "Check the user and the secret, and which ways to sign in the server allows.");
  }

  private SftpClient open(ClientSession session) throws StepFailed {
    Duration left = Duration.ofMillis(attempt.deadline().leftMillis());
    SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(session, left);
    try {
      SftpClient files =
          SftpClientFactory.instance()
              .createSftpClient(session, SftpVersionSelector.CURRENT, SftpErrorDataHandler.EMPTY);
      attempt.note("version " + files.getVersion());
      return files;
    } catch (IOException refused) {
      if (attempt.deadline().hasPassed()) {
        throw silence();
      }
      throw new StepFailed(
          "the server does not offer SFTP to this user",
          "Set up the sftp subsystem at the server, and allow it to the account.");
    }
  }

  /// Opens the directory and reads none of it: the right to list is what is asked for.
  private boolean look(SftpClient files, String path) throws StepFailed {
    try {
      if (!files.stat(path).isDirectory()) {
        throw new StepFailed(
            "the base path is not a directory", "Set BASE PATH to the directory of the files.");
      }
      files.openDir(path).close();
      attempt.note(path);
      return true;
    } catch (SftpException refused) {
      throw refusal(refused.getStatus());
    } catch (IOException broken) {
      throw attempt.deadline().hasPassed()
          ? silence()
          : new StepFailed(
                  "the server ended SFTP in the middle of it", "Look at the server's log.")
              .withoutAnswer();
    }
  }

  private static StepFailed refusal(int status) {
    return switch (status) {
      case SftpConstants.SSH_FX_NO_SUCH_FILE, SftpConstants.SSH_FX_NO_SUCH_PATH ->
          new StepFailed(
              "the base path does not exist",
              "Make the directory, or set BASE PATH to one as the account sees it.");
      case SftpConstants.SSH_FX_PERMISSION_DENIED ->
          new StepFailed(
              "the account may not list the base path",
              "Give it the right to read and enter the directory.");
      case SftpConstants.SSH_FX_NOT_A_DIRECTORY ->
          new StepFailed(
              "the base path is not a directory", "Set BASE PATH to the directory of the files.");
      default ->
          new StepFailed(
              "the server refuses to list the base path (status " + status + ")",
              "Look at the server's log.");
    };
  }

  private static StepFailed silence() {
    return new StepFailed("no answer in time", "Look whether the server is overloaded.")
        .withoutAnswer();
  }
}
