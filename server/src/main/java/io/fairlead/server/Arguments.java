package io.fairlead.server;

import io.fairlead.server.Config.Egress;
import io.fairlead.server.Config.Port;
import io.fairlead.server.Config.Tls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// From the command line of `serve` to a [Config]. Everything that is wrong is reported together.
final class Arguments {
  private static final Set<String> KNOWN =
      Set.of(
          "--data",
          "--host",
          "--pg-port",
          "--mysql-port",
          "--http-port",
          "--http-host",
          "--folders",
          "--store",
          "--tls-cert",
          "--tls-key",
          "--key-file",
          "--egress");

  /// What came out: a configuration, or what to tell the user.
  sealed interface Result {
    record Ready(Config config) implements Result {}

    record Wrong(List<String> complaints) implements Result {}
  }

  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> complaints = new ArrayList<>();

  private Arguments() {}

  static Result parse(List<String> words) {
    Arguments arguments = new Arguments();
    arguments.read(words);
    Config config = arguments.config();
    return arguments.complaints.isEmpty()
        ? new Result.Ready(config)
        : new Result.Wrong(List.copyOf(arguments.complaints));
  }

  private void read(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = word.startsWith("--") && equals > 0 ? word.substring(0, equals) : word;
      if (!KNOWN.contains(name)) {
        complaints.add(
            "unknown option "
                + name
                + "; options are "
                + String.join(" ", new TreeSet<>(KNOWN)));
        continue;
      }
      String value = null;
      if (equals > 0) {
        value = word.substring(equals + 1);
      } else if (i + 1 < words.size()) {
        value = words.get(++i);
      }
      if (value == null || value.isEmpty()) {
        complaints.add(name + " needs a value");
      } else if (values.put(name, value) != null) {
        complaints.add(name + " is given twice");
      }
    }
  }

  private Config config() {
    String host = values.getOrDefault("--host", "127.0.0.1");
    Optional<Tls> tls = tls();
    boolean loopback = isLoopback(host);
    if (!loopback && tls.isEmpty()) {
      complaints.add(
          "--host "
              + host
              + " is reachable from other machines, which needs TLS:"
              + " give --tls-cert FILE and --tls-key FILE (PEM), or use 127.0.0.1");
    }
    return new Config(
        Path.of(values.getOrDefault("--data", "fairlead-data")).toAbsolutePath().normalize(),
        host,
        port("--pg-port", Config.DEFAULT_POSTGRES_PORT),
        port("--mysql-port", Config.DEFAULT_MYSQL_PORT),
        port("--http-port", Config.DEFAULT_HTTP_PORT),
        store(),
        tls,
        Optional.ofNullable(values.get("--key-file")).map(Path::of).map(Path::toAbsolutePath),
        httpHosts(),
        folders(),
        egress(loopback));
  }

  private Port port(String name, int initial) {
    String value = values.get(name);
    if (value == null) {
      return new Port(true, initial);
    }
    if (value.equals("off")) {
      return new Port(false, 0);
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= 0 && number <= 65_535) {
        return new Port(true, number);
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    complaints.add(name + " must be a port from 0 to 65535 or off");
    return new Port(false, 0);
  }

  private Optional<String> store() {
    Optional<String> store = Optional.ofNullable(values.get("--store"));
    if (store.isPresent() && !store.get().startsWith("jdbc:postgresql://")) {
      complaints.add(
          "--store must be jdbc:postgresql://host:port/database?user=…;"
              + " leave it out for SQLite in the data folder");
    }
    return store;
  }

  private Optional<Tls> tls() {
    String certificate = values.get("--tls-cert");
    String key = values.get("--tls-key");
    if (certificate == null && key == null) {
      return Optional.empty();
    }
    if (certificate == null || key == null) {
      complaints.add("--tls-cert and --tls-key come together");
      return Optional.empty();
    }
    return Optional.of(new Tls(Path.of(certificate), Path.of(key)));
  }

  private Set<String> httpHosts() {
    String value = values.get("--http-host");
    return value == null
        ? Set.of()
        : new TreeSet<>(List.of(value.toLowerCase(java.util.Locale.ROOT).split(",")));
  }

  private List<Path> folders() {
    String value = values.get("--folders");
    return value == null
        ? List.of()
        : List.of(value.split(",")).stream()
            .map(folder -> Path.of(folder).toAbsolutePath().normalize())
            .toList();
  }

  private Egress egress(boolean loopbackBound) {
    String value = values.get("--egress");
    if (value == null) {
      return new Egress(loopbackBound, loopbackBound);
    }
    Set<String> words = new TreeSet<>(List.of(value.split(",")));
    Set<String> unknown = new TreeSet<>(words);
    unknown.removeAll(Set.of("public", "loopback", "private"));
    if (!unknown.isEmpty()) {
      complaints.add("--egress is a list of public, loopback, private");
    }
    return new Egress(words.contains("loopback"), words.contains("private"));
  }

  /// Only literal addresses and `localhost` are judged; any other name counts as reachable.
  private boolean isLoopback(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException notALiteral) {
      try {
        InetAddress.getByName(host);
      } catch (UnknownHostException unknown) {
        complaints.add("--host " + host + " is not an address of this machine");
      }
      return false;
    }
  }
}
