package io.fairlead.wire.http;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.secret.SecretBytes;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Options from JSON, as a dialect reads them from its text.
///
/// A value is a text, a number, a flag, a list, `{"secret": "name"}` or `{"connection": "name"}`. A text
/// in the place of a secret is a secret itself; one in the place of a connection is its name.
///
/// @param vocabulary the words that dialects have too
/// @param storages the words for types of credential storages, in upper case, to those types
public record OptionWords(Vocabulary vocabulary, Map<String, String> storages) {
  /// The type of a credential storage: `AWS` is another one than of a connection.
  String storageType(String written) {
    String type = storages.get(spelling(written));
    if (type != null) {
      return type;
    }
    return storages.values().stream()
        .filter(written.toLowerCase(Locale.ROOT)::equals)
        .findFirst()
        .orElseThrow(
            () ->
                Problem.of(ProblemKind.INVALID_OPTION, "unknown backend_type")
                    .withDetail("Types are " + String.join(", ", new TreeSet<>(storages.keySet())) + ".")
                    .refusal());
  }

  String type(String written) {
    return vocabulary.type(spelling(written)).orElse(written.toLowerCase(Locale.ROOT));
  }

  List<OptionEdit.Set> sets(JsonNode object) {
    if (!object.isObject()) {
      throw wrong("options must be a JSON object");
    }
    List<OptionEdit.Set> sets = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String key = key(entry.getKey());
      sets.add(new OptionEdit.Set(key, literal(key, entry.getValue()), 0));
    }
    return sets;
  }

  /// The same, where null takes an option away.
  List<OptionEdit> merged(JsonNode object) {
    if (!object.isObject()) {
      throw wrong("options must be a JSON object");
    }
    List<OptionEdit> edits = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String key = key(entry.getKey());
      edits.add(
          entry.getValue().isNull()
              ? new OptionEdit.Reset(key, 0)
              : new OptionEdit.Set(key, literal(key, entry.getValue()), 0));
    }
    return edits;
  }

  private String key(String written) {
    return vocabulary.option(spelling(written)).orElse(written.toLowerCase(Locale.ROOT));
  }

  private static String spelling(String written) {
    return written.toUpperCase(Locale.ROOT).replace('_', ' ');
  }

  private OptionLiteral literal(String key, JsonNode value) {
    if (value.isString()) {
      String text = value.stringValue();
      if (vocabulary.isSecret(key)) {
        return new OptionLiteral.Confidential(SecretBytes.of(text));
      }
      return vocabulary.isConnection(key)
          ? new OptionLiteral.Word(name(text))
          : new OptionLiteral.Text(text);
    }
    if (value.isIntegralNumber()) {
      return new OptionLiteral.Digits(value.asString());
    }
    if (value.isBoolean()) {
      return new OptionLiteral.Flag(value.booleanValue());
    }
    if (value.isArray()) {
      return new OptionLiteral.Items(
          value.values().stream().map(item -> literal(key, item)).toList());
    }
    if (value.isObject() && value.has("secret") && value.get("secret").isString()) {
      Optional<Integer> version =
          value.has("version") && value.get("version").isInt()
              ? Optional.of(value.get("version").intValue())
              : Optional.empty();
      return new OptionLiteral.SecretName(name(value.get("secret").stringValue()), version);
    }
    if (value.isObject() && value.has("connection") && value.get("connection").isString()) {
      return new OptionLiteral.Word(name(value.get("connection").stringValue()));
    }
    if (value.isObject()) {
      TreeMap<String, OptionLiteral> parts = new TreeMap<>();
      value.properties().forEach(part -> parts.put(part.getKey(), literal(key, part.getValue())));
      return new OptionLiteral.Group(parts);
    }
    throw wrong("option " + key + " has a value of no kind that options have");
  }

  /// `name` or `schema.name`.
  static ObjectName name(String text) {
    int dot = text.indexOf('.');
    return dot < 0
        ? new ObjectName(null, null, text, 0)
        : new ObjectName(null, text.substring(0, dot), text.substring(dot + 1), 0);
  }

  private static Refusal wrong(String why) {
    return Refusal.of(ProblemKind.INVALID_OPTION, why);
  }
}
