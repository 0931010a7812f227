package io.fairlead.command;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.catalog.Image;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.OptionRules;
import io.fairlead.connector.OptionSpec;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.Secret;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Applies edits to the options of a connection: from literals as written to typed values, by the
/// connector's option table. The edits are a set: their order does not matter, and no option may be
/// named by two of them.
final class OptionEdits {
  private static final OptionValue WRONG = new OptionValue.Flag(false);

  private final ConnectorType<?> type;
  private final Image image;
  private final Actor actor;
  private final Function<String, Optional<ObjectId>> typed;
  private final Problems problems;

  /// @param typed finds the secret that an option uses for a value that was typed there
  OptionEdits(
      ConnectorType<?> type,
      Image image,
      Actor actor,
      Function<String, Optional<ObjectId>> typed,
      Problems problems) {
    this.type = type;
    this.image = image;
    this.actor = actor;
    this.typed = typed;
    this.problems = problems;
  }

  /// @param creating whether options that are fixed at CREATE may be named
  Options apply(Options current, List<OptionEdit> edits, boolean creating) {
    Map<String, OptionEdit.Set> sets = new LinkedHashMap<>();
    Set<String> resets = new TreeSet<>();
    boolean replace = false;
    for (OptionEdit edit : edits) {
      switch (edit) {
        case OptionEdit.Set set -> addSet(sets, set);
        case OptionEdit.Reset reset -> resets.add(reset.key());
        case OptionEdit.ReplaceAll all -> {
          replace = true;
          all.options().forEach(set -> addSet(sets, set));
        }
      }
    }
    checkNames(sets.keySet(), resets, creating);
    Options result = replace ? lastingOptions(current) : current;
    for (String key : resets) {
      result = result.without(key);
    }
    result = leaveGroups(result, sets.keySet(), resets);
    for (OptionEdit.Set set : sets.values()) {
      Optional<OptionSpec> spec = type.option(set.key());
      if (spec.isPresent()) {
        OptionValue value = value(spec.get(), set.value());
        // A value that is wrong is there all the same: its option is not missing as well.
        result = result.with(set.key(), value == null ? WRONG : value);
      }
    }
    return result;
  }

  private void addSet(Map<String, OptionEdit.Set> sets, OptionEdit.Set set) {
    if (sets.put(set.key(), set) != null) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  OptionSpec.spelling(set.key()) + " specified more than once")
              .at(set.position()));
    }
  }

  private void checkNames(Set<String> sets, Set<String> resets, boolean creating) {
    Set<String> named = new TreeSet<>(sets);
    named.addAll(resets);
    OptionRules.checkWritten(type, named, problems);
    Set<String> both = new TreeSet<>(sets);
    both.retainAll(resets);
    if (!both.isEmpty()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "cannot both SET and DROP/RESET options "
              + both.stream().map(OptionSpec::spelling).collect(Collectors.joining(", ")));
    }
    for (String key : named) {
      Optional<OptionSpec> fixed =
          creating ? Optional.empty() : type.option(key).filter(spec -> !spec.alterable());
      if (fixed.isPresent()) {
        problems.add(
            ProblemKind.INVALID_OPTION,
            "cannot ALTER "
                + type.spellings().getFirst()
                + " option "
                + fixed.get().spelling());
      }
    }
  }

  private Options lastingOptions(Options current) {
    TreeMap<String, OptionValue> kept = new TreeMap<>(current.values());
    kept.keySet()
        .removeIf(
            key ->
                type.option(key)
                    .filter(spec -> spec.isLasting() || spec.shape() == OptionSpec.Shape.SYSTEM)
                    .isEmpty());
    return new Options(kept);
  }

  /// Options of one group exclude each other: naming one takes the others away.
  private Options leaveGroups(Options options, Set<String> sets, Set<String> resets) {
    Options left = options;
    for (OptionSpec spec : type.options()) {
      if (spec.group().isPresent() && options.has(spec.key()) && isNamed(spec, sets, resets)) {
        left = left.without(spec.key());
      }
    }
    return left;
  }

  /// Whether an option of the same group is named.
  private boolean isNamed(OptionSpec spec, Set<String> sets, Set<String> resets) {
    for (OptionSpec other : type.options()) {
      if (other.group().equals(spec.group())
          && (sets.contains(other.key()) || resets.contains(other.key()))) {
        return true;
      }
    }
    return false;
  }

  private @Nullable OptionValue value(OptionSpec spec, OptionLiteral literal) {
    return switch (spec.shape()) {
      case TEXT -> text(spec, literal);
      case TEXT_OR_SECRET -> isSecret(literal) ? secret(spec, literal) : text(spec, literal);
      case SECRET ->
          isSecret(literal)
              ? secret(spec, literal)
              : wrong(spec, "must provide a secret value");
      case PORT -> number(spec, literal, 0, 65_535);
      case TEXTS -> texts(spec, literal);
      case NUMBER -> number(spec, literal, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case FLAG -> flag(spec, literal);
      case CONNECTION -> connection(spec, literal, false);
      case CONNECTION_WITH_PORT -> connection(spec, literal, true);
      case BROKER -> broker(spec, literal, false);
      case BROKERS -> brokers(spec, literal);
      case SYSTEM -> null;
    };
  }

  private @Nullable OptionValue text(OptionSpec spec, OptionLiteral literal) {
    return switch (literal) {
      case OptionLiteral.Text(String value) -> limited(spec, value);
      case OptionLiteral.Word(ObjectName name) when name.schema() == null ->
          limited(spec, name.object());
      case OptionLiteral.SecretName _ ->
          wrong(spec, "cannot convert secrets to text");
      case OptionLiteral.Missing _ -> wrong(spec, "must provide a string value");
      default -> wrong(spec, "cannot use value as string");
    };
  }

  private @Nullable OptionValue texts(OptionSpec spec, OptionLiteral literal) {
    if (!(literal instanceof OptionLiteral.Items(List<OptionLiteral> values))) {
      return wrong(spec, "must provide a list of texts");
    }
    List<OptionValue> texts = new ArrayList<>();
    for (OptionLiteral value : values) {
      OptionValue text = text(spec, value);
      if (text != null) {
        texts.add(text);
      }
    }
    return new OptionValue.Items(texts);
  }

  private @Nullable OptionValue limited(OptionSpec spec, String value) {
    if (value.length() > Limits.OPTION_CHARACTERS) {
      return wrong(spec, "is longer than " + Limits.OPTION_CHARACTERS + " characters");
    }
    if (value.indexOf('\0') >= 0) {
      return wrong(spec, "must not hold a zero byte");
    }
    return new OptionValue.Text(value);
  }

  private @Nullable OptionValue number(
      OptionSpec spec, OptionLiteral literal, long least, long most) {
    String digits =
        switch (literal) {
          case OptionLiteral.Digits(String written) -> written;
          case OptionLiteral.Text(String written) -> written;
          default -> "";
        };
    if (digits.isEmpty()) {
      return wrong(spec, "cannot use value as number");
    }
    try {
      long number = Long.parseLong(digits);
      if (number >= least && number <= most) {
        return new OptionValue.Num(number);
      }
    } catch (NumberFormatException notANumber) {
      // Said below, without the value: it may be a secret in the wrong place.
    }
    return wrong(spec, "must be a whole number from " + least + " to " + most);
  }

  private @Nullable OptionValue flag(OptionSpec spec, OptionLiteral literal) {
    return switch (literal) {
      case OptionLiteral.Flag(boolean value) -> new OptionValue.Flag(value);
      case OptionLiteral.Missing _ -> new OptionValue.Flag(true);
      case OptionLiteral.Text(String value) when value.equalsIgnoreCase("true") ->
          new OptionValue.Flag(true);
      case OptionLiteral.Text(String value) when value.equalsIgnoreCase("false") ->
          new OptionValue.Flag(false);
      default -> wrong(spec, "cannot use value as boolean");
    };
  }

  private static boolean isSecret(OptionLiteral literal) {
    return literal instanceof OptionLiteral.SecretName
        || literal instanceof OptionLiteral.Confidential;
  }

  private @Nullable OptionValue secret(OptionSpec spec, OptionLiteral literal) {
    if (literal instanceof OptionLiteral.SecretName written) {
      return named(spec, written);
    }
    ObjectId secret = typed.apply(spec.key()).orElse(null);
    return secret == null
        ? wrong(spec, "must provide a secret value")
        : new OptionValue.SecretUse(secret);
  }

  private @Nullable OptionValue named(OptionSpec spec, OptionLiteral.SecretName written) {
    Optional<CatalogObject> found = find(spec, written.name());
    if (found.isEmpty()) {
      return null;
    }
    if (found.get() instanceof Secret secret) {
      boolean kept = written.version().map(n -> secret.version(n).isPresent()).orElse(true);
      return kept
          ? new OptionValue.SecretUse(secret.id(), written.version())
          : wrong(spec, "the secret has no such version, or it is not kept any more");
    }
    problems.add(
        ProblemKind.WRONG_OBJECT_KIND, found.get().name().full() + " is not a secret");
    return null;
  }

  private @Nullable OptionValue connection(
      OptionSpec spec, OptionLiteral literal, boolean withPort) {
    String wanted = spec.connectionType().orElse("");
    if (literal instanceof OptionLiteral.Word(ObjectName name)) {
      return connection(spec, name, wanted);
    }
    if (!(literal instanceof OptionLiteral.Group(var parts))
        || !(parts.get("connection") instanceof OptionLiteral.Word(ObjectName name))) {
      return wrong(spec, "must provide the name of a connection");
    }
    if (!withPort) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          type.spellings().getFirst() + " does not support PORT for " + spec.spelling());
      return null;
    }
    OptionValue connection = connection(spec, name, wanted);
    OptionValue port = part(spec, "port", parts.get("port"));
    return connection == null || port == null
        ? null
        : OptionValue.Group.of(Map.of("connection", connection, "port", port));
  }

  private @Nullable OptionValue connection(OptionSpec spec, ObjectName name, String wanted) {
    Optional<CatalogObject> found = find(spec, name);
    if (found.isEmpty()) {
      return null;
    }
    if (found.get() instanceof Connection connection
        && (wanted.isEmpty() || connection.type().equals(wanted))) {
      return new OptionValue.ConnectionUse(connection.id());
    }
    problems.add(
        ProblemKind.WRONG_OBJECT_KIND,
        found.get().name().object()
            + (wanted.startsWith("a") || wanted.startsWith("s") ? " is not an " : " is not a ")
            + wanted.replace('-', ' ').toUpperCase(Locale.ROOT)
            + " connection");
    return null;
  }

  private Optional<CatalogObject> find(OptionSpec spec, ObjectName name) {
    Optional<CatalogObject> found = Lookup.find(image, Kind.SECRET, name, actor);
    if (found.isEmpty()) {
      problems.add(
          Problem.of(
                  ProblemKind.UNKNOWN_OBJECT,
                  "unknown catalog item '" + String.join(".", name.parts()) + "'")
              .withDetail("It is named by " + spec.spelling() + ".")
              .at(name.position()));
    }
    return found;
  }

  private @Nullable OptionValue brokers(OptionSpec spec, OptionLiteral literal) {
    if (!(literal instanceof OptionLiteral.Items(List<OptionLiteral> values))) {
      return wrong(spec, "must provide a list of brokers");
    }
    List<OptionValue> brokers = new ArrayList<>();
    for (OptionLiteral value : values) {
      OptionValue broker = broker(spec, value, true);
      if (broker != null) {
        brokers.add(broker);
      }
    }
    return new OptionValue.Items(brokers);
  }

  /// A broker is a text, or a group of its `address` and of how to get there: `ssh_tunnel`, or
  /// `aws_privatelink` with an `availability_zone` and a `port`. A rule has `matching` in the place
  /// of the address.
  private @Nullable OptionValue broker(OptionSpec spec, OptionLiteral literal, boolean orRule) {
    if (literal instanceof OptionLiteral.Text) {
      return text(spec, literal);
    }
    if (!(literal instanceof OptionLiteral.Group(var parts))
        || !(parts.containsKey("address") || (orRule && parts.containsKey("matching")))) {
      return wrong(spec, "must provide the address of a broker in quotes");
    }
    Map<String, OptionValue> values = new TreeMap<>();
    parts.forEach(
        (part, written) -> {
          OptionValue value = part(spec, part, written);
          if (value != null) {
            values.put(part, value);
          }
        });
    return OptionValue.Group.of(values);
  }

  /// A tunnel is named for the type that it must have.
  private @Nullable OptionValue part(
      OptionSpec spec, String part, @Nullable OptionLiteral written) {
    return switch (written) {
      case null -> wrong(spec, "must provide a port");
      case OptionLiteral.Word(ObjectName name)
          when part.equals("ssh_tunnel") || part.equals("aws_privatelink") ->
          connection(spec, name, part.replace('_', '-'));
      default ->
          part.equals("port") ? number(spec, written, 1, 65_535) : text(spec, written);
    };
  }

  private @Nullable OptionValue wrong(OptionSpec spec, String why) {
    problems.add(ProblemKind.INVALID_OPTION, "invalid " + spec.spelling() + ": " + why);
    return null;
  }
}
