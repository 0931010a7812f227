package io.fairlead.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// HTTPS with a certificate that only the `ca` file vouches for, made by the JDK's keytool.
final class TlsTest {
  private static final String WORD = "only-for-this-test";
  @TempDir Path folder = Path.of("");

  @Test
  void onlyWhatTheCaFileVouchesForIsTrusted() throws Exception {
    TargetDouble target = new TargetDouble();
    target.accepts = "new";
    DriverManager.registerDriver(target);
    try (FairleadDouble server =
        FairleadDouble.withTls(identity("mine")).resolves("new", 3, "null")) {
      FairleadDriver driver = new FairleadDriver();
      String mine = server.tlsUrl("?ca=" + folder.resolve("mine.pem"));
      assertNotNull(driver.connect(mine, new Properties()));
      identity("other");
      for (String query : List.of("?ca=" + folder.resolve("other.pem") + "&", "?")) {
        String url = server.tlsUrl(query + "resolve_timeout=1");
        SQLException refused =
            assertThrows(SQLException.class, () -> driver.connect(url, new Properties()));
        assertEquals("08001", refused.getSQLState());
      }
      assertEquals(1, server.asked.size());
    } finally {
      DriverManager.deregisterDriver(target);
    }
  }

  @Test
  void aCaFileThatIsNoneIsNamed() {
    String url = "jdbc:fairlead://localhost:1/shop?ca=" + folder.resolve("nowhere.pem");
    SQLException refused =
        assertThrows(
            SQLException.class, () -> new FairleadDriver().connect(url, new Properties()));
    assertTrue(String.valueOf(refused.getMessage()).contains("nowhere.pem"));
  }

  /// Also writes its certificate to a PEM file of this name.
  private SSLContext identity(String name) throws Exception {
    Path file = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost",
                "-ext", "san=dns:localhost", "-storetype", "PKCS12",
                "-keystore", file.toString(), "-storepass", WORD)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    assertEquals(0, keytool.waitFor());
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, WORD.toCharArray());
    }
    byte[] certificate = store.getCertificate("server").getEncoded();
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(certificate);
    Files.writeString(
        folder.resolve(name + ".pem"),
        "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, WORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
