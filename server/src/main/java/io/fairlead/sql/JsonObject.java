package io.fairlead.sql;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/// A JSON object that a statement holds as a text: its keys in their order, its values with their
/// types. What is wrong in it is told by its place, and never quoted: it may be a secret.
public record JsonObject(List<Member> members) {
  public static final JsonObject EMPTY = new JsonObject(List.of());
  private static final JsonFactory FACTORY = JsonFactory.builder().build();
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  public JsonObject {
    members = List.copyOf(members);
  }

  /// @param value a `Text`, `Digits`, `Flag`, `Items` of them, or a `Group` for an object
  public record Member(String key, OptionLiteral value) {}

  /// @param clause the word in front of the text, for messages
  /// @param position where the text stands in the statement
  public static JsonObject read(String text, String clause, int position) {
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw wrong(clause, "is not a JSON object", position);
      }
      Reader reader = new Reader(in, clause, position);
      List<Member> members = reader.members(1);
      if (in.nextToken() != null) {
        throw reader.wrongHere("has more behind its JSON object");
      }
      return new JsonObject(members);
    } catch (StreamReadException malformed) {
      long at = malformed.getLocation() == null ? -1 : malformed.getLocation().getCharOffset();
      throw wrong(
          clause, "is not valid JSON" + (at < 0 ? "" : " at character " + (at + 1)), position);
    }
  }

  private static Refusal wrong(String clause, String what, int position) {
    return Problem.of(ProblemKind.SYNTAX, clause + " " + what).at(position).refusal();
  }

  private record Reader(JsonParser in, String clause, int position) {
    List<Member> members(int depth) {
      if (depth > Limits.NESTING) {
        throw wrongHere("nests deeper than " + Limits.NESTING + " levels");
      }
      List<Member> members = new ArrayList<>();
      Set<String> keys = new HashSet<>();
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = in.currentName();
        if (!keys.add(key)) {
          throw wrongHere("has a key twice, the second time");
        }
        in.nextToken();
        members.add(new Member(key, value(depth)));
      }
      return members;
    }

    private OptionLiteral value(int depth) {
      return switch (in.currentToken()) {
        case VALUE_STRING -> new OptionLiteral.Text(in.getString());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new OptionLiteral.Digits(in.getString());
        case VALUE_TRUE -> new OptionLiteral.Flag(true);
        case VALUE_FALSE -> new OptionLiteral.Flag(false);
        case START_OBJECT -> {
          TreeMap<String, OptionLiteral> parts = new TreeMap<>();
          members(depth + 1).forEach(member -> parts.put(member.key(), member.value()));
          yield new OptionLiteral.Group(parts);
        }
        case START_ARRAY -> {
          List<OptionLiteral> items = new ArrayList<>();
          while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() == JsonToken.START_ARRAY) {
              throw wrongHere("has a list inside of a list");
            }
            items.add(value(depth));
          }
          yield new OptionLiteral.Items(items);
        }
        default -> throw wrongHere("has a null, which is no value,");
      };
    }

    private Refusal wrongHere(String what) {
      long at = in.currentTokenLocation().getCharOffset() + 1;
      return wrong(clause, what + " at character " + at, position);
    }
  }

  public Optional<OptionLiteral> get(String key) {
    return members.stream()
        .filter(member -> member.key().equals(key))
        .map(Member::value)
        .findFirst();
  }

  /// With this value in the place of the key's, or behind all others.
  public JsonObject with(String key, OptionLiteral value) {
    List<Member> changed = new ArrayList<>(members);
    for (int i = 0; i < changed.size(); i++) {
      if (changed.get(i).key().equals(key)) {
        changed.set(i, new Member(key, value));
        return new JsonObject(changed);
      }
    }
    changed.add(new Member(key, value));
    return new JsonObject(changed);
  }

  /// The object without space.
  public String text() {
    StringBuilder out = new StringBuilder();
    String between = "{";
    for (Member member : members) {
      out.append(between).append(quoted(member.key())).append(':');
      write(member.value(), out);
      between = ",";
    }
    return (members.isEmpty() ? out.append('{') : out).append('}').toString();
  }

  private static void write(OptionLiteral value, StringBuilder out) {
    switch (value) {
      case OptionLiteral.Text(String text) -> out.append(quoted(text));
      case OptionLiteral.Digits(String digits) -> out.append(digits);
      case OptionLiteral.Flag(boolean flag) -> out.append(flag);
      case OptionLiteral.Items(List<OptionLiteral> items) -> {
        String between = "[";
        for (OptionLiteral item : items) {
          out.append(between);
          write(item, out);
          between = ",";
        }
        out.append(items.isEmpty() ? "[]" : "]");
      }
      case OptionLiteral.Group(var parts) -> {
        List<Member> members = new ArrayList<>();
        parts.forEach((part, inside) -> members.add(new Member(part, inside)));
        out.append(new JsonObject(members).text());
      }
      case OptionLiteral.Confidential _,
          OptionLiteral.Word _,
          OptionLiteral.Missing _,
          OptionLiteral.SecretName _ ->
          throw new IllegalArgumentException("not a value of JSON");
    }
  }

  /// A text as JSON writes it.
  public static String quoted(String text) {
    return MAPPER.writeValueAsString(text);
  }

  @Override
  public String toString() {
    return "JsonObject[********]";
  }
}
