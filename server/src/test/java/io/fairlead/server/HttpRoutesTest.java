package io.fairlead.server;

import io.fairlead.golden.GoldenFiles;
import io.fairlead.model.TokenPermission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Every route, verb and code over the real port, as golden files. A case is a request: its first
/// line, headers, and a body; `as token x` signs in with a token that an earlier answer brought,
/// `as nobody` with nothing, `as role password` with those. `{x}` in a path is the id of what an
/// earlier answer called `x`.
class HttpRoutesTest {
  private static final List<String> SHOWN =
      List.of("Allow", "ETag", "Location", "Retry-After", "WWW-Authenticate");
  private static final Pattern TIME =
      Pattern.compile("\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z\"");
  private static final Pattern LATENCY = Pattern.compile("(\"latency_ms\" : )[0-9.E-]+");
  private static final Pattern TOOK = Pattern.compile("[0-9.]+ ms");
  private static final Pattern TOKEN = Pattern.compile("\"(fl_[A-Za-z0-9_.-]+)\"");
  private static final Pattern NAMED =
      Pattern.compile("\"id\":\"(u[0-9]+)\",\"(?:display_)?name\":\"([^\"]+)\"");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @TempDir Path folder = Path.of("");
  private final List<RunningServer> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(RunningServer::close);
  }

  @TestFactory
  Stream<DynamicTest> routes() {
    return GoldenFiles.scripts("http", () -> new Requests(start()));
  }

  /// Each case is a request; the outcome lists the permissions with which a token may send it.
  @TestFactory
  Stream<DynamicTest> permissions() {
    return GoldenFiles.scripts("http/permissions", () -> permitted(start()));
  }

  private HttpCaller start() {
    try {
      RunningServer server = RunningServer.in(folder.resolve("data" + started.size()));
      started.add(server);
      return new HttpCaller(server);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static UnaryOperator<String> permitted(HttpCaller caller) {
    Map<TokenPermission, String> tokens = new HashMap<>();
    for (TokenPermission permission : TokenPermission.values()) {
      String body =
          "{\"name\":\"%s\",\"permissions\":[\"%s\"]}".formatted(permission, permission.word());
      Matcher token = TOKEN.matcher(caller.call("POST", "/tokens", body).body());
      if (!token.find()) {
        throw new IllegalStateException("no token for " + permission);
      }
      tokens.put(permission, "Bearer " + token.group(1));
    }
    String entry = id(caller.call("POST", "/vault/entries", "{\"name\":\"e\",\"secret\":\"s\"}"));
    caller.call(
        "POST", "/vault/backends", "{\"name\":\"b\",\"backend_type\":\"ENVIRONMENT\",\"options\":{}}");
    String backend = id(caller.call("GET", "/connections/b", ""));
    return input -> {
      String[] words =
          input.replace("{entry}", entry).replace("{backend}", backend).split(" ", 3);
      List<String> may = new ArrayList<>();
      for (TokenPermission permission : TokenPermission.values()) {
        HttpResponse<String> answer =
            caller.as(
                tokens.getOrDefault(permission, ""), words[0], words[1], words.length > 2 ? words[2] : "{}");
        if (answer.statusCode() != 403) {
          may.add(permission.word());
        }
      }
      return may.isEmpty() ? "none" : String.join("\n", may);
    };
  }

  private static String id(HttpResponse<String> answer) {
    return answer.body().replaceAll("(?s).*\"id\":\"([^\"]+)\".*", "$1");
  }

  /// Sends the requests of one file, in order.
  private static final class Requests implements UnaryOperator<String> {
    private final HttpCaller caller;
    private final Map<String, String> tokens = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();

    Requests(HttpCaller caller) {
      this.caller = caller;
    }

    @Override
    public String apply(String input) {
      List<String> lines = input.lines().toList();
      String[] first = lines.getFirst().split(" ", 2);
      String authorization = HttpCaller.basic("admin", RunningServer.PASSWORD);
      List<String> headers = new ArrayList<>();
      int at = 1;
      for (; at < lines.size() && !lines.get(at).startsWith("{"); at++) {
        String line = lines.get(at);
        if (line.startsWith("as ")) {
          authorization = authorization(line.substring(3).split(" ", 2));
        } else {
          headers.addAll(List.of(line.split(": ", 2)));
        }
      }
      String body = lines.stream().skip(at).collect(Collectors.joining("\n"));
      HttpResponse<String> answer =
          caller.as(
              authorization, first[0], withIds(first[1]), body, headers.toArray(String[]::new));
      Matcher named = NAMED.matcher(answer.body());
      if (named.find()) {
        ids.put(named.group(2), named.group(1));
      }
      Matcher token = TOKEN.matcher(answer.body());
      if (token.find()) {
        tokens.put(answer.body().replaceAll("(?s).*\"name\":\"([^\"]+)\".*", "$1"), token.group(1));
      }
      return shown(answer);
    }

    private String withIds(String path) {
      String found = path;
      for (Map.Entry<String, String> known : ids.entrySet()) {
        found = found.replace("{" + known.getKey() + "}", known.getValue());
      }
      return found;
    }

    private String authorization(String[] who) {
      return switch (who[0]) {
        case "nobody" -> "";
        case "token" -> "Bearer " + tokens.getOrDefault(who[1], who[1]);
        default -> HttpCaller.basic(who[0], who[1]);
      };
    }

    private static String shown(HttpResponse<String> answer) {
      StringBuilder out = new StringBuilder().append(answer.statusCode()).append('\n');
      for (String header : SHOWN) {
        answer.headers().firstValue(header).ifPresent(
            value -> out.append(header).append(": ").append(value).append('\n'));
      }
      String body = answer.body();
      try {
        body = body.isEmpty() ? "" : JSON.writeValueAsString(JSON.readTree(body));
      } catch (JacksonException text) {
        // Shown as it is.
      }
      body = TIME.matcher(body).replaceAll("\"<time>\"");
      body = LATENCY.matcher(body).replaceAll("$1<number>");
      body = TOOK.matcher(body).replaceAll("<number> ms");
      return out.append(TOKEN.matcher(body).replaceAll("\"<token>\"")).toString();
    }
  }
}
