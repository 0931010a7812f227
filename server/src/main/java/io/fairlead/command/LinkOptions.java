package io.fairlead.command;

import io.fairlead.base.Nearest;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.secret.SecretBytes;
import io.fairlead.sql.JsonObject;
import io.fairlead.sql.Lexing;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The keys of a link's CONFIG and CREDENTIALS, as options of its connector. What is typed in
/// CREDENTIALS becomes a secret wherever the option can be one; a secret that stands in CONFIG does
/// too, with a notice.
final class LinkOptions {
  private final ConnectorType<?> type;
  private final List<OptionEdit.Set> edits = new ArrayList<>();
  private final Set<String> credentials = new TreeSet<>();
  private final List<Problem> notices = new ArrayList<>();

  LinkOptions(ConnectorType<?> type) {
    this.type = type;
  }

  /// What was read so far, in its order.
  List<OptionEdit.Set> edits() {
    return edits;
  }

  /// The options that CREDENTIALS named.
  Set<String> credentials() {
    return credentials;
  }

  List<Problem> notices() {
    return notices;
  }

  /// @return CONFIG without what became a secret
  JsonObject config(JsonObject json) {
    List<JsonObject.Member> open = new ArrayList<>();
    for (JsonObject.Member member : json.members()) {
      if (config(member)) {
        open.add(member);
      }
    }
    return new JsonObject(open);
  }

  private boolean config(JsonObject.Member member) {
    if (isGroupOfOwn(member)) {
      ((OptionLiteral.Group) member.value())
          .parts()
          .forEach((part, value) -> config(new JsonObject.Member(part, value), "CONFIG"));
      return true;
    }
    return config(member, "CONFIG");
  }

  /// Whether it stays where it was typed.
  private boolean config(JsonObject.Member member, String clause) {
    OptionSpec spec = spec(member.key(), clause);
    boolean secret = spec.shape() == Shape.SECRET;
    if (secret) {
      notices.add(
          Problem.of(
                  ProblemKind.WARNING,
                  "\"" + member.key() + "\" is a secret and was taken as one of CREDENTIALS")
              .withHint("CONFIG can be read by everybody who sees the link."));
      credentials.add(spec.key());
    } else if (isSensitive(member.key())) {
      notices.add(
          Problem.of(
                  ProblemKind.WARNING,
                  "\"" + member.key() + "\" in CONFIG can be read by everybody who sees the link")
              .withHint("Put it into CREDENTIALS when it is a secret."));
    }
    add(spec, member, secret);
    return !secret;
  }

  /// Headers that prove who somebody is, by their usual names.
  private boolean isSensitive(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return type.ownKeys().isPresent()
        && (name.contains("auth")
            || name.contains("token")
            || name.contains("cookie")
            || name.contains("key")
            || name.contains("secret"));
  }

  void credentials(JsonObject json) {
    for (JsonObject.Member member : json.members()) {
      if (isGroupOfOwn(member)) {
        ((OptionLiteral.Group) member.value())
            .parts()
            .forEach((part, value) -> credential(new JsonObject.Member(part, value)));
      } else {
        credential(member);
      }
    }
  }

  private void credential(JsonObject.Member member) {
    OptionSpec spec = spec(member.key(), "CREDENTIALS");
    credentials.add(spec.key());
    boolean secret = spec.shape() == Shape.SECRET || spec.shape() == Shape.TEXT_OR_SECRET;
    add(spec, member, secret);
  }

  /// `"headers": {…}` of a type that has such.
  private boolean isGroupOfOwn(JsonObject.Member member) {
    return type.ownKeys().isPresent()
        && member.key().equals("headers")
        && member.value() instanceof OptionLiteral.Group;
  }

  private void add(OptionSpec spec, JsonObject.Member member, boolean secret) {
    OptionLiteral value = member.value();
    if (secret && value instanceof OptionLiteral.Text(String text)) {
      value = new OptionLiteral.Confidential(SecretBytes.of(text));
    } else if (value instanceof OptionLiteral.Text(String text)
        && (spec.shape() == Shape.CONNECTION || spec.shape() == Shape.CONNECTION_WITH_PORT)) {
      TokenReader name = new TokenReader(text, Lexing.MYSQL);
      value = new OptionLiteral.Word(name.objectName("the name of a connection"));
      name.expectEnd();
    }
    edits.add(new OptionEdit.Set(spec.key(), value, 0));
  }

  private OptionSpec spec(String key, String clause) {
    return find(type, key)
        .orElseThrow(
            () -> {
              Set<String> known = new TreeSet<>();
              for (OptionSpec spec : type.options()) {
                if (spec.shape() != Shape.SYSTEM) {
                  known.add(spec.key());
                }
              }
              String name = type.spellings().getFirst();
              return Problem.of(
                      ProblemKind.INVALID_OPTION,
                      "unknown key \"%s\" in %s of a link of type %s".formatted(key, clause, name))
                  .withDetail("Keys are " + String.join(", ", known) + ".")
                  .withHint(Nearest.hint(key.toLowerCase(Locale.ROOT), known).orElse(null))
                  .refusal();
            });
  }

  /// The option that a key means.
  static Optional<OptionSpec> find(ConnectorType<?> type, String key) {
    return type.spelled(key)
        .or(
            () ->
                type.ownKeys()
                    .flatMap(prefix -> type.option(prefix + key.toLowerCase(Locale.ROOT))));
  }
}
