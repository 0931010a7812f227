package io.fairlead.server;

import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.OptionSpec;
import io.fairlead.wire.http.OptionWords;
import io.fairlead.wire.http.TypeView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What the control plane is told of connectors: their words and their option tables.
final class ControlParts {
  private ControlParts() {}

  static OptionWords words(Connectors connectors) {
    Map<String, String> types = new HashMap<>();
    Map<String, String> options = new HashMap<>();
    Set<String> secrets = new HashSet<>();
    Set<String> connections = new HashSet<>();
    for (ConnectorType<?> type : connectors.all()) {
      type.spellings().forEach(word -> types.put(word.toLowerCase(Locale.ROOT), type.name()));
      for (OptionSpec spec : type.options()) {
        options.put(spec.spelling().toLowerCase(Locale.ROOT), spec.key());
        spec.spellings().forEach(word -> options.put(word.toLowerCase(Locale.ROOT), spec.key()));
        if (spec.shape() == OptionSpec.Shape.SECRET) {
          secrets.add(spec.key());
        }
        if (spec.shape() == OptionSpec.Shape.CONNECTION) {
          connections.add(spec.key());
        }
      }
    }
    return new OptionWords(types, options, secrets, connections);
  }

  static List<TypeView> types(Connectors connectors) {
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
