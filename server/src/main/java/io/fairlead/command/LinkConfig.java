package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.OptionSpec;
import io.fairlead.model.Connection;
import io.fairlead.model.LinkText;
import io.fairlead.model.OptionValue;
import io.fairlead.sql.JsonObject;
import io.fairlead.sql.OptionLiteral;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a link's CONFIG says: the options as they are, in the words, order and types in which they were
/// typed. Where another dialect has changed an option since, the option counts.
///
/// @param type empty when the connector is missing
record LinkConfig(Image image, Connection connection, Optional<ConnectorType<?>> type) {

  /// As it was typed, line breaks included, as long as that is still what it says.
  String text() {
    JsonObject now = json();
    return typed().filter(typed -> typed.equals(now)).isPresent()
        ? connection.link().map(LinkText::config).orElseThrow()
        : now.text();
  }

  private Optional<JsonObject> typed() {
    return connection.link().map(link -> JsonObject.read(link.config(), "CONFIG", 0));
  }

  JsonObject json() {
    List<JsonObject.Member> members = new ArrayList<>();
    Set<String> told = new HashSet<>();
    for (JsonObject.Member member : typed().orElse(JsonObject.EMPTY).members()) {
      current(member, told).ifPresent(members::add);
    }
    connection
        .options()
        .values()
        .forEach(
            (key, value) -> {
              if (!told.contains(key) && !isCredential(key)) {
                OptionLiteral literal = literal(value);
                if (literal != null) {
                  members.add(new JsonObject.Member(shown(key), literal));
                }
              }
            });
    return new JsonObject(members);
  }

  /// A typed key with the value that it has now; empty when it has none.
  private Optional<JsonObject.Member> current(JsonObject.Member member, Set<String> told) {
    if (member.value() instanceof OptionLiteral.Group(var parts)) {
      TreeMap<String, OptionLiteral> left = new TreeMap<>();
      parts.forEach(
          (part, value) ->
              current(new JsonObject.Member(part, value), told)
                  .ifPresent(now -> left.put(part, now.value())));
      return left.isEmpty() && !parts.isEmpty()
          ? Optional.empty()
          : Optional.of(new JsonObject.Member(member.key(), new OptionLiteral.Group(left)));
    }
    String key =
        type.flatMap(connector -> LinkOptions.find(connector, member.key()))
            .map(OptionSpec::key)
            .orElse(member.key());
    Optional<OptionValue> value = connection.options().get(key);
    if (value.isEmpty() || isHidden(key, value.get())) {
      return Optional.empty();
    }
    told.add(key);
    OptionLiteral now = literal(value.get());
    if (now == null) {
      return Optional.empty();
    }
    return Optional.of(
        means(member.value(), now) ? member : new JsonObject.Member(member.key(), now));
  }

  private boolean isHidden(String key, OptionValue value) {
    return value instanceof OptionValue.SecretUse && isCredential(key);
  }

  /// Whether a typed value is the same as one that was read back: `"8"` is the number 8.
  private static boolean means(OptionLiteral typed, OptionLiteral now) {
    return typed.equals(now)
        || (plain(typed).equalsIgnoreCase(plain(now)) && !plain(now).isEmpty());
  }

  private static String plain(OptionLiteral literal) {
    return switch (literal) {
      case OptionLiteral.Text(String text) -> text;
      case OptionLiteral.Digits(String digits) -> digits;
      case OptionLiteral.Flag(boolean flag) -> String.valueOf(flag);
      default -> "";
    };
  }

  /// Whether an option belongs to CREDENTIALS: what they named, what is a secret, and with what
  /// somebody signs in, unless CONFIG says it.
  boolean isCredential(String key) {
    if (connection.link().filter(link -> link.credentials().contains(key)).isPresent()) {
      return true;
    }
    boolean signIn =
        type.flatMap(connector -> connector.option(key)).filter(OptionSpec::isSignIn).isPresent();
    return connection.options().get(key).orElse(null) instanceof OptionValue.SecretUse
        || (signIn && !isTyped(key));
  }

  private boolean isTyped(String key) {
    return typed().orElse(JsonObject.EMPTY).members().stream()
        .map(member -> type.flatMap(connector -> LinkOptions.find(connector, member.key())))
        .flatMap(Optional::stream)
        .anyMatch(spec -> spec.key().equals(key));
  }

  private String shown(String key) {
    Optional<String> prefix = type.flatMap(ConnectorType::ownKeys).filter(key::startsWith);
    return prefix.map(own -> key.substring(own.length())).orElse(key);
  }

  /// Null for what JSON does not say, such as brokers that users of the link name.
  private @Nullable OptionLiteral literal(OptionValue value) {
    return switch (value) {
      case OptionValue.Text(String text) -> new OptionLiteral.Text(text);
      case OptionValue.Num(long number) -> new OptionLiteral.Digits(Long.toString(number));
      case OptionValue.Flag(boolean flag) -> new OptionLiteral.Flag(flag);
      case OptionValue.Items(List<OptionValue> items) -> {
        List<OptionLiteral> literals = new ArrayList<>();
        for (OptionValue item : items) {
          OptionLiteral literal = literal(item);
          if (literal != null) {
            literals.add(literal);
          }
        }
        yield literals.isEmpty() ? null : new OptionLiteral.Items(literals);
      }
      case OptionValue.Group(var parts) -> {
        TreeMap<String, OptionLiteral> literals = new TreeMap<>();
        parts.forEach(
            (part, item) -> {
              OptionLiteral literal = literal(item);
              if (literal != null) {
                literals.put(part, literal);
              }
            });
        yield new OptionLiteral.Group(literals);
      }
      case OptionValue.ConnectionUse(var id) ->
          new OptionLiteral.Text(image.get(id).name().object());
      case OptionValue.SecretUse _ -> null;
    };
  }
}
