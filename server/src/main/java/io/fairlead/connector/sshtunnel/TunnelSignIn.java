package io.fairlead.connector.sshtunnel;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.SshConnector;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.KeyPair;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.util.List;
import org.apache.sshd.client.session.ClientSession;

/// Signs in to a bastion with the connection's key pairs, the first one first.
final class TunnelSignIn {
  private TunnelSignIn() {}

  static void to(ClientSession session, String user, Attempt attempt, Reveal permission)
      throws StepFailed, IOException {
    List<KeyPair> pairs = attempt.subject().keys();
    AcceptedKey accepted = new AcceptedKey();
    session.setUsername(user);
    session.setPublicKeyAuthenticationReporter(accepted);
    for (KeyPair pair : pairs) {
      session.addPublicKeyIdentity(
          SshConnector.key(attempt.privateKey(pair), permission)
              .orElseThrow(
                  () -> new StepFailed("the connection's private key cannot be read")));
    }
    SshConnector.authenticate(session, attempt, refusal(pairs.size()));
    attempt.note("with public key " + accepted.number(pairs));
  }

  private static StepFailed refusal(int keys) {
    return keys == 1
        ? new StepFailed("the bastion does not accept the public key for the connection's user")
        : new StepFailed(
            "the bastion accepts neither of the connection's public keys for its user",
            "Put PUBLIC KEY 1 and PUBLIC KEY 2 into the account's authorized_keys; SHOW CREATE"
                + " CONNECTION prints them.");
  }
}
