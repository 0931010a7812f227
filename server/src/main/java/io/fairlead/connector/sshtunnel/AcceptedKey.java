package io.fairlead.connector.sshtunnel;

import io.fairlead.model.KeyPair;
import java.util.List;
import org.apache.sshd.client.auth.pubkey.PublicKeyAuthenticationReporter;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/// Remembers which of the keys let us in.
final class AcceptedKey implements PublicKeyAuthenticationReporter {
  private volatile String line = "";

  @Override
  public void signalAuthenticationSuccess(
      ClientSession session, String service, java.security.KeyPair identity) {
    line = PublicKeyEntry.toString(identity.getPublic());
  }

  /// 1 for the first of `pairs`; 0 when nobody said which.
  int number(List<KeyPair> pairs) {
    for (int i = 0; i < pairs.size(); i++) {
      if (!line.isEmpty() && pairs.get(i).publicKey().startsWith(line)) {
        return i + 1;
      }
    }
    return 0;
  }
}
