package io.fairlead.server;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/// What `bench/scan.sh` needs beside the server: an S3 service over a folder, a slower way to it, and
/// DuckDB by itself on the same file.
public final class ScanPeers {
  /// Reads every column of every row.
  static final String SCAN = "SELECT count(*), sum(a), sum(b), max(c), sum(d) FROM ";

  private static final int BYTES_A_ROW = 27;

  private ScanPeers() {}

  public static void main(String[] words) throws Exception {
    switch (words[0]) {
      case "service" -> serve(Path.of(words[1]), Integer.parseInt(words[2]));
      case "pace" ->
          Pace.serve(
              Integer.parseInt(words[1]),
              Integer.parseInt(words[2]),
              Long.parseLong(words[3]) * 1_000_000);
      case "make" -> make(Path.of(words[1]), Long.parseLong(words[2]));
      case "scan" -> scan(Path.of(words[1]), Integer.parseInt(words[2]));
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private static void serve(Path folder, int port) throws Exception {
    FilesystemNio2BlobStore store = new FilesystemNio2BlobStore(folder.toString());
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .awsAuthentication(AuthenticationType.AWS_V4, "AK", "bench-only")
            .build();
    server.start();
    System.out.println("ready");
    Thread.currentThread().join();
  }

  private static Statement duckDb() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    return connection.createStatement();
  }

  private static void make(Path file, long megabytes) throws SQLException {
    long rows = megabytes * 1024 * 1024 / BYTES_A_ROW;
    try (Statement statement = duckDb()) {
      statement.execute("SELECT setseed(0.5)");
      statement.execute(
          "COPY (SELECT (random() * 1e18)::BIGINT AS a, random() AS b,"
              + " md5(random()::VARCHAR)[1:12] AS c, (random() * 1e9)::INTEGER AS d"
              + " FROM range("
              + rows
              + ")) TO '"
              + file
              + "' (FORMAT parquet, COMPRESSION zstd)");
    }
  }

  /// Prints the milliseconds of each round.
  private static void scan(Path file, int rounds) throws SQLException {
    try (Statement statement = duckDb()) {
      for (int i = 0; i < rounds; i++) {
        long start = System.nanoTime();
        try (ResultSet rows = statement.executeQuery(SCAN + "read_parquet('" + file + "')")) {
          rows.next();
        }
        System.out.println((System.nanoTime() - start) / 1_000_000);
      }
    }
  }
}
