package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// The options of a connection as JSON. A secret is named, `{"secret": "pw"}`, and never shown.
public final class OptionsJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private OptionsJson() {}

  static String of(Image image, Options options) {
    return MAPPER.writeValueAsString(tree(image, options));
  }

  /// As maps, lists, texts, numbers and flags.
  public static Map<String, Object> tree(Image image, Options options) {
    return parts(image, options.values());
  }

  private static Map<String, Object> parts(Image image, Map<String, OptionValue> values) {
    Map<String, Object> tree = new TreeMap<>();
    values.forEach((key, value) -> tree.put(key, value(image, value)));
    return tree;
  }

  private static Object value(Image image, OptionValue value) {
    return switch (value) {
      case OptionValue.Text(String text) -> text;
      case OptionValue.Num(long number) -> number;
      case OptionValue.Flag(boolean flag) -> flag;
      case OptionValue.Items(List<OptionValue> items) ->
          items.stream().map(item -> value(image, item)).toList();
      case OptionValue.Group group -> parts(image, group.parts());
      case OptionValue.SecretUse(var id, Optional<Integer> version) -> {
        Map<String, Object> use = new TreeMap<>();
        use.put("secret", image.get(id).name().object());
        version.ifPresent(number -> use.put("version", number));
        yield use;
      }
      case OptionValue.ConnectionUse(var id) ->
          Map.of("connection", image.get(id).name().object());
    };
  }
}
