package io.fairlead.server;

import io.fairlead.connector.s3.SigningBucket;
import io.fairlead.golden.GoldenFiles;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

/// The scripts in `src/test/resources/scripts`: each runs from top to bottom on a new server over the
/// PostgreSQL protocol, with a real PostgreSQL to connect to.
class ScriptTest {
  private static @Nullable EmbeddedPostgres postgres;
  private static @Nullable SigningBucket bucket;

  @TempDir static Path folder = Path.of("");
  private static final List<AutoCloseable> OPEN = new ArrayList<>();

  @BeforeAll
  static void startBucket() throws Exception {
    SigningBucket started = SigningBucket.start("AKID", "bucket-key", "shop");
    bucket = started;
    OPEN.add(started);
  }

  @BeforeAll
  static void startPostgres() throws IOException, SQLException {
    EmbeddedPostgres started = EmbeddedPostgres.builder().start();
    postgres = started;
    try (Connection connection = started.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE app LOGIN PASSWORD 'app-password'");
      statement.execute("CREATE DATABASE shop OWNER app");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable resource : OPEN.reversed()) {
      resource.close();
    }
    if (postgres != null) {
      postgres.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> scripts() {
    return GoldenFiles.scripts("scripts", ScriptTest::start);
  }

  private static Script start() {
    try {
      RunningServer server = RunningServer.in(Files.createTempDirectory(folder, "data"));
      OPEN.add(server);
      Script script = new Script(server, values());
      OPEN.add(script);
      return script;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// As Google Cloud gives it, but of an account that does not exist.
  private static String serviceAccountKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      return "{\"token_uri\": \"https://oauth2.googleapis.com/token\", \"client_email\":"
          + " \"loader@shop.example\", \"private_key\": \"-----BEGIN PRIVATE KEY-----\\n"
          + Base64.getEncoder().encodeToString(key)
          + "\\n-----END PRIVATE KEY-----\\n\"}";
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static Map<String, String> values() throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    if (postgres != null) {
      values.put("postgres.port", String.valueOf(postgres.getPort()));
    }
    if (bucket != null) {
      values.put("s3.port", String.valueOf(bucket.port()));
    }
    values.put("google.key", serviceAccountKey());
    try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      values.put("dead.port", String.valueOf(closedSoon.getLocalPort()));
    }
    return values;
  }
}
