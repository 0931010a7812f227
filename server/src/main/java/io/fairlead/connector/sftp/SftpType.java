package io.fairlead.connector.sftp;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.HostKey;
import io.fairlead.connector.LoginOptions;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.SshConnector;
import io.fairlead.connector.SshPeer;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.util.List;
import java.util.Optional;

/// Connections of type `sftp`.
public final class SftpType implements ConnectorType<SftpConfig>, AutoCloseable {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(
              "base_path", Shape.TEXT, "The directory of the files; looked at when it is set."),
          SharedOptions.credential(),
          OptionSpec.of("host", Shape.TEXT, "The server's host name or address.").needed(),
          OptionSpec.of(
              "host_key",
              Shape.TEXT,
              "The server's host key: a line as in known_hosts without the name, or its SHA256"
                  + " fingerprint; recorded at the first test when it is not set."),
          SharedOptions.maxConnections(),
          OptionSpec.of("password", Shape.SECRET, "The secret that holds the user's password.")
              .inGroup(SharedOptions.CREDENTIAL),
          OptionSpec.of("port", Shape.PORT, "The server's SSH port.").initially("22"),
          OptionSpec.of(
              "private_key",
              Shape.SECRET,
              "The secret that holds the user's private key, as ssh-keygen writes it, without a"
                  + " passphrase; tried before a password."),
          SharedOptions.timeout().spelled("CONNECTION TIMEOUT"),
          OptionSpec.of(
                  "user",
                  Shape.TEXT_OR_SECRET,
                  "The account on the server; needed where CREDENTIAL does not name one.")
              .signIn()
              .needed()
              .secrecy(PRIVATE)
              .spelled("USERNAME"));

  private final Reveal permission;
  private final SshConnector connector = new SshConnector();

  public SftpType(Reveal permission) {
    this.permission = permission;
  }

  @Override
  public String name() {
    return "sftp";
  }

  @Override
  public List<String> spellings() {
    return List.of("SFTP");
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  @Override
  public boolean validatesByDefault() {
    return true;
  }

  @Override
  public SftpConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    reader.mustHaveOneCredential("password");
    reader.checkBounds();
    LoginOptions login = LoginOptions.of(reader);
    Optional<OptionValue.SecretUse> privateKey = reader.secret("private_key");
    if (!login.hasPassword() && privateKey.isEmpty()) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "an SFTP connection needs CREDENTIAL, PASSWORD or PRIVATE KEY")
              .withHint("A CREDENTIAL may be a password, a private key, or JSON with both."));
    }
    Endpoint endpoint = new Endpoint(reader.host("host"), reader.port("port", 22));
    return new SftpConfig(
        new SshPeer(endpoint, HostKey.pinned(options, problems), "server"),
        login,
        privateKey,
        Optional.of(reader.word("base_path")).filter(path -> !path.isEmpty()));
  }

  @Override
  public void probe(SftpConfig config, Attempt attempt) throws StepFailed {
    new SftpProbe(config, connector, attempt, permission).run();
  }

  @Override
  public void close() {
    connector.close();
  }
}
