package io.fairlead.connector.sshtunnel;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.GeneratedKeyPair;
import io.fairlead.connector.HostKey;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SshConnector;
import io.fairlead.connector.SshPeer;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tunnel;
import io.fairlead.connector.TunnelType;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;

/// Connections of type `ssh-tunnel`. Each has two key pairs, and either is tried, so that a bastion
/// may know only one of them while keys are rotated.
public final class SshTunnelType implements TunnelType<SshTunnelConfig>, AutoCloseable {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of("host", Shape.TEXT, "The bastion's host name or address.").needed(),
          OptionSpec.of(
              "host_key",
              Shape.TEXT,
              "The bastion's host key: a line as in known_hosts without the name, or its SHA256"
                  + " fingerprint; recorded at the first validation when it is not set."),
          OptionSpec.of("port", Shape.PORT, "The bastion's SSH port.").initially("22"),
          OptionSpec.of(
              "public_key_1", Shape.SYSTEM, "The public key that is tried first; for the bastion."),
          OptionSpec.of("public_key_2", Shape.SYSTEM, "The public key that ROTATE KEYS promotes."),
          OptionSpec.of("user", Shape.TEXT_OR_SECRET, "The account on the bastion; not a secret.")
              .signIn()
              .needed()
              .secrecy(PRIVATE)
              .spelled("USERNAME"));

  private final Reveal permission;
  private final SshConnector connector = new SshConnector();

  public SshTunnelType(Reveal permission) {
    this.permission = permission;
  }

  @Override
  public String name() {
    return "ssh-tunnel";
  }

  @Override
  public List<String> spellings() {
    return List.of("SSH TUNNEL");
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  /// The bastion has to learn the public keys first, and they exist only after CREATE.
  @Override
  public boolean validatesByDefault() {
    return false;
  }

  @Override
  public int keyPairs() {
    return 2;
  }

  @Override
  public GeneratedKeyPair generateKeyPair(SecureRandom random) {
    Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(random);
    try {
      byte[] blob = OpenSSHPublicKeyUtil.encodePublicKey(key.generatePublicKey());
      byte[] encoded = OpenSSHPrivateKeyUtil.encodePrivateKey(key);
      String body = Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(encoded);
      String pem =
          "-----BEGIN OPENSSH PRIVATE KEY-----\n" + body + "\n-----END OPENSSH PRIVATE KEY-----\n";
      return new GeneratedKeyPair(
          "ssh-ed25519 " + Base64.getEncoder().encodeToString(blob) + " fairlead",
          SecretBytes.of(pem.getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException impossible) {
      throw new IllegalStateException("no key could be encoded", impossible);
    }
  }

  @Override
  public SshTunnelConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    Endpoint endpoint = new Endpoint(reader.host("host"), reader.port("port", 22));
    TextOrSecret user = reader.textOrSecret("user").orElse(TextOrSecret.NOTHING);
    if (user.isSecret()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "SSH connections do not support supplying USER value as SECRET");
    }
    SshPeer bastion = new SshPeer(endpoint, HostKey.pinned(options, problems), "bastion");
    return new SshTunnelConfig(bastion, options.text("user").orElse(""));
  }

  @Override
  public void probe(SshTunnelConfig config, Attempt attempt) throws StepFailed {
    open(config, attempt).close();
  }

  @Override
  public Tunnel open(SshTunnelConfig config, Attempt attempt) throws StepFailed {
    return new SshTunnel(
        connector.open(
            config.bastion(),
            attempt,
            session -> TunnelSignIn.to(session, config.user(), attempt, permission)));
  }

  @Override
  public void close() {
    connector.close();
  }
}
