package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The control plane over TLS, with a given certificate.
class HttpsTest {
  @TempDir Path folder = Path.of("");

  @Test
  void withACertificateThePortSpeaksTlsAlone() throws Exception {
    X509Certificate made =
        Certificates.selfMade(folder.resolve("tls"), Instant.now(), new SecureRandom())
            .certificate();
    String certificate = folder.resolve("tls/certificate.pem").toString();
    String key = folder.resolve("tls/key.pem").toString();
    try (RunningServer server =
        RunningServer.in(
            folder.resolve("data"), "--tls-cert", certificate, "--tls-key", key)) {
      for (String version : List.of("TLSv1.3", "TLSv1.2")) {
        HttpResponse<String> answer = live(client(made, version), server, "https");
        assertEquals(200, answer.statusCode());
        assertEquals(version, answer.sslSession().orElseThrow().getProtocol());
      }
      assertThrows(
          SSLException.class, () -> live(HttpClient.newHttpClient(), server, "https"));
      assertThrows(IOException.class, () -> live(HttpClient.newHttpClient(), server, "http"));
    }
  }

  private static HttpResponse<String> live(HttpClient client, RunningServer server, String scheme)
      throws IOException, InterruptedException {
    URI uri = URI.create(scheme + "://localhost:" + server.port("http") + "/health/live");
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static HttpClient client(X509Certificate trusted, String version) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("server", trusted);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {version});
    return HttpClient.newBuilder().sslContext(context).sslParameters(parameters).build();
  }
}
