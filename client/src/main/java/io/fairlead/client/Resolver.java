package io.fairlead.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks the server where a connection leads. While the server is away it asks again, until the
/// deadline; every other answer is final.
final class Resolver {
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 1000;
  private final HttpClient http;
  private final Time time;

  /// The client must not follow redirects: they would carry the role's password elsewhere.
  Resolver(HttpClient http, Time time) {
    this.http = http;
    this.time = time;
  }

  Resolved resolve(FairleadUrl url, Duration wait) throws SQLException {
    long deadline = time.nanos() + wait.toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      String why;
      try {
        HttpResponse<String> answer = ask(url, deadline - time.nanos());
        if (answer.statusCode() != 503) {
          return read(url, answer);
        }
        why = "it answers 503";
      } catch (IOException e) {
        why = "it cannot be reached (" + e.getClass().getSimpleName() + ")";
      } catch (TimeoutException e) {
        why = "it does not answer";
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - time.nanos());
      if (left <= pause) {
        throw new SQLTransientConnectionException(
            "cannot resolve " + url + " within " + wait.toMillis() + " ms: " + why, "08001");
      }
      sleep(url, pause);
      pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
    }
  }

  private HttpResponse<String> ask(FairleadUrl url, long nanos)
      throws IOException, TimeoutException, SQLException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve())
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.noBody());
    signIn(url, request);
    CompletableFuture<HttpResponse<String>> asked =
        http.sendAsync(request.build(), status -> new BoundedText());
    try {
      return asked.get(Math.max(1, nanos), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BoundedText.TooLong) {
          throw new SQLNonTransientConnectionException(
              "cannot resolve " + url + ": the answer is longer than 1 MiB", "08P01", e);
        }
      }
      throw e.getCause() instanceof IOException problem ? problem : new IOException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(url);
    } finally {
      asked.cancel(true);
    }
  }

  static void signIn(FairleadUrl url, HttpRequest.Builder request) {
    String token = url.settings().get("token");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    } else if (url.settings().containsKey("user")) {
      String who = url.settings().get("user") + ":" + url.settings().getOrDefault("password", "");
      byte[] bytes = who.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
  }

  private static Resolved read(FairleadUrl url, HttpResponse<String> answer) throws SQLException {
    if (answer.statusCode() != 200) {
      throw ServerRefusal.of(url, answer.statusCode(), answer.body());
    }
    try {
      return Resolved.read(answer.body());
    } catch (IllegalArgumentException e) {
      throw new SQLNonTransientConnectionException(
          "cannot resolve " + url + ": the answer is unreadable", "08P01", e);
    }
  }

  private void sleep(FairleadUrl url, long millis) throws SQLException {
    try {
      time.sleep(millis);
    } catch (InterruptedException e) {
      throw interrupted(url);
    }
  }

  private static SQLException interrupted(FairleadUrl url) {
    Thread.currentThread().interrupt();
    return new SQLTransientConnectionException("interrupted while resolving " + url, "08001");
  }
}
