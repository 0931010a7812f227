package io.fairlead.server;

import io.fairlead.catalog.Image;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.OptionSpec;
import io.fairlead.session.CallerSignIn;
import io.fairlead.session.ControlPlane;
import io.fairlead.session.Sessions;
import io.fairlead.session.SignInThrottle;
import io.fairlead.sql.deltaforge.DeltaForgeDialect;
import io.fairlead.wire.TlsIdentity;
import io.fairlead.wire.http.ControlServer;
import io.fairlead.wire.http.OptionWords;
import io.fairlead.wire.http.TypeView;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What the control plane is told of connectors: their words and their option tables.
final class ControlParts {
  private ControlParts() {}

  static ControlServer.Parts of(
      Config config,
      Optional<TlsIdentity> tls,
      BooleanSupplier ready,
      ControlPlane plane,
      Sessions sessions,
      CallerSignIn callers,
      SignInThrottle throttle,
      Connectors connectors,
      Supplier<Image> latest,
      LongSupplier nanoTime) {
    return new ControlServer.Parts(
        new InetSocketAddress(config.host(), config.http().number()),
        names(config),
        tls,
        ready,
        plane,
        sessions,
        callers,
        throttle,
        new OptionWords(
            Extensions.vocabulary(connectors), DeltaForgeDialect.storageTypes()),
        types(connectors),
        Main.version(),
        () -> gauges(latest.get()),
        nanoTime);
  }

  /// The names by which HTTP clients may call this server: what it listens on, and loopback's.
  private static Set<String> names(Config config) {
    Set<String> names = new HashSet<>(List.of("localhost", "127.0.0.1", "[::1]"));
    names.add(config.host().toLowerCase(Locale.ROOT));
    names.addAll(config.httpHosts());
    return names;
  }

  private static Map<String, Number> gauges(Image image) {
    Map<String, Number> gauges = new TreeMap<>();
    gauges.put("catalog_sequence", image.sequence());
    gauges.put("catalog_objects", image.size());
    return gauges;
  }

  private static List<TypeView> types(Connectors connectors) {
    List<TypeView> views = new ArrayList<>();
    for (ConnectorType<?> type : connectors.all()) {
      List<TypeView.OptionView> options =
          type.options().stream()
              .filter(spec -> spec.shape() != OptionSpec.Shape.SYSTEM)
              .map(
                  spec ->
                      new TypeView.OptionView(
                          spec.key(),
                          kind(spec.shape()),
                          spec.required(),
                          spec.initial().orElse(""),
                          spec.help()))
              .toList();
      views.add(new TypeView(type.name(), options));
    }
    return views;
  }

  private static String kind(OptionSpec.Shape shape) {
    return switch (shape) {
      case TEXT, TEXT_OR_SECRET, BROKER, SYSTEM -> "text";
      case TEXTS, BROKERS -> "list";
      case SECRET -> "secret";
      case PORT, NUMBER -> "number";
      case FLAG -> "flag";
      case CONNECTION, CONNECTION_WITH_PORT -> "connection";
    };
  }
}
