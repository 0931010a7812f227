package io.fairlead.avro;

/// Values as JSON, on one line. A union is the value of its branch.
final class JsonText {
  private static final String DIGITS = "0123456789abcdef";

  private JsonText() {}

  static void write(AvroValue value, StringBuilder to) {
    switch (value) {
      case AvroValue.Plain(var plain) -> to.append(plain);
      case AvroValue.Text(String text) -> text(text, to);
      case AvroValue.Chosen(var _, int _, AvroValue chosen) -> write(chosen, to);
      case AvroValue.Row(AvroType.Fields type, var values) -> {
        to.append('{');
        for (int i = 0; i < values.size(); i++) {
          to.append(i == 0 ? "" : ",");
          text(type.fields().get(i).name(), to);
          to.append(':');
          write(values.get(i), to);
        }
        to.append('}');
      }
      case AvroValue.Items(var items) -> {
        to.append('[');
        for (int i = 0; i < items.size(); i++) {
          to.append(i == 0 ? "" : ",");
          write(items.get(i), to);
        }
        to.append(']');
      }
      case AvroValue.Entries(var entries) -> {
        to.append('{');
        String comma = "";
        for (var entry : entries.entrySet()) {
          to.append(comma);
          text(entry.getKey(), to);
          to.append(':');
          write(entry.getValue(), to);
          comma = ",";
        }
        to.append('}');
      }
    }
  }

  static void text(String text, StringBuilder to) {
    to.append('"');
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter == '"' || letter == '\\') {
        to.append('\\').append(letter);
      } else if (letter < ' ') {
        to.append("\\u00").append(DIGITS.charAt(letter >> 4)).append(DIGITS.charAt(letter & 15));
      } else {
        to.append(letter);
      }
    }
    to.append('"');
  }
}
