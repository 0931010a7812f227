package io.fairlead.connector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.compression.Compression;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/// An SSH client that knows strong algorithms only, signs in with the keys that it is given and
/// with nothing from this machine, and lets the far end open nothing towards us.
final class StrongSshClient {
  private static final List<BuiltinDHFactories> KEY_EXCHANGES =
      List.of(
          BuiltinDHFactories.mlkem768x25519,
          BuiltinDHFactories.sntrup761x25519,
          BuiltinDHFactories.sntrup761x25519_openssh,
          BuiltinDHFactories.curve25519,
          BuiltinDHFactories.curve25519_libssh,
          BuiltinDHFactories.ecdhp256,
          BuiltinDHFactories.ecdhp384,
          BuiltinDHFactories.ecdhp521,
          BuiltinDHFactories.dhg16_512,
          BuiltinDHFactories.dhg14_256);

  private static final List<BuiltinCiphers> CIPHERS =
      List.of(
          BuiltinCiphers.aes256gcm,
          BuiltinCiphers.aes128gcm,
          BuiltinCiphers.aes256ctr,
          BuiltinCiphers.aes128ctr);

  private static final List<BuiltinMacs> MACS =
      List.of(BuiltinMacs.hmacsha256etm, BuiltinMacs.hmacsha512etm);

  private static final List<BuiltinSignatures> SIGNATURES =
      List.of(
          BuiltinSignatures.ed25519,
          BuiltinSignatures.nistp256,
          BuiltinSignatures.nistp384,
          BuiltinSignatures.nistp521,
          BuiltinSignatures.rsaSHA512,
          BuiltinSignatures.rsaSHA256);

  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
  private static final int LOST_KEEP_ALIVES = 3;

  private StrongSshClient() {}

  static SshClient make() {
    SshClient client =
        ClientBuilder.builder()
            .keyExchangeFactories(
                NamedFactory.setUpTransformedFactories(true, KEY_EXCHANGES, ClientBuilder.DH2KEX))
            .cipherFactories(List.<NamedFactory<Cipher>>copyOf(CIPHERS))
            .macFactories(List.<NamedFactory<Mac>>copyOf(MACS))
            .signatureFactories(List.<NamedFactory<Signature>>copyOf(SIGNATURES))
            .compressionFactories(List.<NamedFactory<Compression>>of(BuiltinCompressions.none))
            .forwardingFilter(RejectAllForwardingFilter.INSTANCE)
            .serverKeyVerifier(
                (session, _, key) -> {
                  HostKeyCheck check = check(session);
                  return check != null && check.accepts(key);
                })
            .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
            .build();
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setPasswordIdentityProvider(PasswordIdentityProvider.EMPTY_PASSWORDS_PROVIDER);
    // A session takes them over when it is made; without a key or a password of its own it shows none.
    client.setUserAuthFactories(
        List.of(UserAuthPublicKeyFactory.INSTANCE, UserAuthPasswordFactory.INSTANCE));
    client.addSessionListener(new PinnedAlgorithmFirst());
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, KEEP_ALIVE);
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, LOST_KEEP_ALIVES);
    return client;
  }

  private static @org.jspecify.annotations.Nullable HostKeyCheck check(ClientSession session) {
    return session.getConnectionContext() == null
        ? null
        : session.getConnectionContext().getAttribute(HostKeyCheck.ATTRIBUTE);
  }

  /// A server has keys of several algorithms and shows the one that the client likes best: that
  /// must be the pinned one's.
  private static final class PinnedAlgorithmFirst implements SessionListener {
    @Override
    public void sessionCreated(Session session) {
      if (!(session instanceof ClientSession clientSession)) {
        return;
      }
      HostKeyCheck check = check(clientSession);
      if (check == null) {
        return;
      }
      check
          .pinned()
          .flatMap(HostKey::algorithm)
          .ifPresent(
              algorithm -> {
                List<NamedFactory<Signature>> sorted = new ArrayList<>();
                session.getSignatureFactories().stream()
                    .filter(factory -> serves(factory, algorithm))
                    .forEach(sorted::add);
                session.getSignatureFactories().stream()
                    .filter(factory -> !serves(factory, algorithm))
                    .forEach(sorted::add);
                session.setSignatureFactories(sorted);
              });
    }

    private static boolean serves(NamedFactory<Signature> factory, String algorithm) {
      return algorithm.equals("ssh-rsa")
          ? factory.getName().startsWith("rsa-sha2-")
          : factory.getName().equals(algorithm);
    }
  }
}
