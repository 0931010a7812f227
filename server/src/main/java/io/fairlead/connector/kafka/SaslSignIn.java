package io.fairlead.connector.kafka;

import io.fairlead.base.Limits;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.StepFailed;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.stream.Collectors;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.SaslException;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.SaslAuthenticateRequest;
import org.apache.kafka.common.requests.SaslAuthenticateResponse;
import org.apache.kafka.common.requests.SaslHandshakeRequest;
import org.apache.kafka.common.requests.SaslHandshakeResponse;
import org.apache.kafka.common.security.scram.ScramExtensionsCallback;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.apache.kafka.common.security.scram.internals.ScramMessages.ServerFirstMessage;
import org.apache.kafka.common.security.scram.internals.ScramSaslClient;

/// Signs in to one broker with PLAIN or SCRAM.
final class SaslSignIn {
  private final KafkaConfig.SignIn.Password sasl;
  private final BrokerLink link;
  private final String user;
  private final String password;

  SaslSignIn(
      KafkaConfig.SignIn.Password sasl, BrokerLink link, Attempt attempt, Reveal permission) {
    this.sasl = sasl;
    this.link = link;
    this.user = sasl.user().reveal(attempt, permission);
    try (SecretBytes secret = attempt.secret(sasl.password())) {
      this.password = secret.revealText(permission);
    }
  }

  boolean run() throws StepFailed, IOException {
    boolean plain = sasl.mechanism().equals("PLAIN");
    if (!plain && !ScramMechanism.isScram(sasl.mechanism())) {
      throw new StepFailed(
          "SASL mechanism \"" + sasl.mechanism() + "\" is not supported",
          "Mechanisms are PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512.");
    }
    shakeHands();
    if (plain) {
      send(("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8));
    } else {
      scram(ScramMechanism.forMechanismName(sasl.mechanism()));
    }
    return true;
  }

  private void shakeHands() throws StepFailed, IOException {
    SaslHandshakeRequestData data = new SaslHandshakeRequestData().setMechanism(sasl.mechanism());
    SaslHandshakeResponse response =
        link.call(
            new SaslHandshakeRequest.Builder(data).build(link.version(ApiKeys.SASL_HANDSHAKE)),
            SaslHandshakeResponse.class);
    if (response.error() == Errors.UNSUPPORTED_SASL_MECHANISM) {
      // The names are the peer's: only what looks like one is shown.
      String offered =
          response.enabledMechanisms().stream()
              .filter(name -> name.matches("[A-Z0-9-]{1,20}"))
              .limit(10)
              .collect(Collectors.joining(", "));
      throw new StepFailed(
          "the broker does not offer SASL mechanism \"" + sasl.mechanism() + "\"",
          offered.isEmpty() ? null : "It offers " + offered + ".");
    }
    if (response.error() != Errors.NONE) {
      throw new StepFailed(
          "the broker offers no SASL sign-in here", "Check SECURITY PROTOCOL and the port.");
    }
  }

  private void scram(ScramMechanism mechanism) throws StepFailed, IOException {
    try {
      ScramSaslClient client = new ScramSaslClient(mechanism, this::answer);
      byte[] first = send(client.evaluateChallenge(new byte[0]));
      if (new ServerFirstMessage(first).iterations() > Limits.SCRAM_ITERATIONS) {
        throw new StepFailed("the broker asks for too many rounds of password hashing");
      }
      client.evaluateChallenge(send(client.evaluateChallenge(first)));
    } catch (SaslException broken) {
      throw new StepFailed("the broker does not prove that it knows the password");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("the JDK has no " + mechanism.hashAlgorithm(), missing);
    }
  }

  private void answer(Callback[] callbacks) throws UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      switch (callback) {
        case NameCallback name -> name.setName(user);
        case PasswordCallback wanted -> wanted.setPassword(password.toCharArray());
        case ScramExtensionsCallback _ -> {}
        default -> throw new UnsupportedCallbackException(callback);
      }
    }
  }

  private byte[] send(byte[] token) throws StepFailed, IOException {
    SaslAuthenticateRequestData data = new SaslAuthenticateRequestData().setAuthBytes(token);
    SaslAuthenticateResponse response =
        link.call(
            new SaslAuthenticateRequest.Builder(data)
                .build(link.version(ApiKeys.SASL_AUTHENTICATE)),
            SaslAuthenticateResponse.class);
    if (response.error() == Errors.NONE) {
      return response.saslAuthBytes();
    }
    String who = sasl.user().isSecret() ? "the user" : "user \"" + sasl.user().shown() + "\"";
    StepFailed failed =
        new StepFailed(
            "authentication failed for " + who,
            "Check SASL USERNAME and SASL PASSWORD; the secret may be out of date.");
    throw response.error() == Errors.SASL_AUTHENTICATION_FAILED
        ? failed.refusedCredential()
        : failed;
  }
}
