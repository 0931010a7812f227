package io.fairlead.command;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.connector.OptionSpec;
import io.fairlead.model.Connection;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// A connection as it was at one version, with what it used then; and how to make it so again.
///
/// @param seen the connection as it was when this was looked up; a rollback is of this one
/// @param used each object that it referred to, as it was when the version was last in force
record EarlierVersion(Connection seen, Connection then, Map<ObjectId, Used> used) {
  /// @param value which value the secret had; 0 for what is no secret
  record Used(Name name, int value) {}

  /// The present connection with the settings of then: options, credential and storage. Name, owner,
  /// comment, grants and keys stay. A secret that had another value then is fixed at that one.
  ///
  /// @throws Refusal when something that it used is gone, or when the connection was changed since
  ///     this was looked up
  Connection restored(Connection present, Image image) {
    if (!present.id().equals(seen.id()) || present.version() != seen.version()) {
      throw changedMeanwhile(present);
    }
    used.forEach(
        (id, was) -> {
          if (image.object(id).isEmpty()) {
            throw impossible("\"" + was.name().object() + "\", which it uses, has been dropped");
          }
        });
    TreeMap<String, OptionValue> values = new TreeMap<>();
    then.options().values().forEach((key, value) -> values.put(key, restored(value, image)));
    return new Connection(
        present.header(),
        present.type(),
        new Options(values),
        present.keys(),
        present.dialect(),
        Optional.empty(),
        then.link());
  }

  /// The options of then, each secret fixed at the value that it had, whatever its value is now.
  ///
  /// @throws Refusal when something that it used is gone
  Options fixed(Image image) {
    Options restored = restored(seen, image).options();
    Map<String, OptionValue> values = new TreeMap<>();
    restored.values().forEach((key, value) -> values.put(key, fixed(value)));
    return Options.of(values);
  }

  private OptionValue fixed(OptionValue value) {
    return switch (value) {
      case OptionValue.SecretUse(ObjectId secret, Optional<Integer> version)
          when version.isEmpty() ->
          new OptionValue.SecretUse(
              secret, Optional.of(Objects.requireNonNull(used.get(secret)).value()));
      case OptionValue.Items(List<OptionValue> items) ->
          new OptionValue.Items(items.stream().map(this::fixed).toList());
      case OptionValue.Group(var parts) -> {
        Map<String, OptionValue> fixed = new TreeMap<>();
        parts.forEach((part, item) -> fixed.put(part, fixed(item)));
        yield OptionValue.Group.of(fixed);
      }
      default -> value;
    };
  }

  static Refusal changedMeanwhile(Connection present) {
    return Problem.of(
            ProblemKind.CONFLICT,
            "connection \"" + present.name().object() + "\" was changed meanwhile")
        .withHint("Try again.")
        .refusal();
  }

  private OptionValue restored(OptionValue value, Image image) {
    return switch (value) {
      case OptionValue.SecretUse use -> restored(use, image);
      case OptionValue.Items(List<OptionValue> items) ->
          new OptionValue.Items(items.stream().map(item -> restored(item, image)).toList());
      case OptionValue.Group(var parts) -> {
        Map<String, OptionValue> restored = new TreeMap<>();
        parts.forEach((part, item) -> restored.put(part, restored(item, image)));
        yield OptionValue.Group.of(restored);
      }
      case OptionValue.Text _,
          OptionValue.Num _,
          OptionValue.Flag _,
          OptionValue.ConnectionUse _ ->
          value;
    };
  }

  /// A use that was fixed stays as it was; any other follows its secret if that has the same value.
  private OptionValue.SecretUse restored(OptionValue.SecretUse use, Image image) {
    Used was = used.get(use.secret());
    Secret secret = image.secret(use.secret()).orElse(null);
    if (was == null || secret == null) {
      throw new IllegalStateException("every reference was looked up");
    }
    int value = use.version().orElse(was.value());
    if (secret.version(value).isEmpty()) {
      throw impossible(
          "value " + value + " of secret \"" + secret.name().object() + "\" is not kept any more");
    }
    boolean follows = use.version().isEmpty() && secret.current().number() == value;
    return follows ? use : new OptionValue.SecretUse(secret.id(), Optional.of(value));
  }

  private Refusal impossible(String reason) {
    return Problem.of(
            ProblemKind.UNKNOWN_OBJECT,
            "connection \""
                + seen.name().object()
                + "\" cannot go back to version "
                + then.version()
                + ": "
                + reason)
        .withDetail(
            "A secret keeps its last " + Limits.SECRET_VERSIONS + " values, and an object that was"
                + " dropped does not come back.")
        .withHint("ALTER CONNECTION … SET can bring back everything else.")
        .refusal();
  }

  /// What a user should know beside the difference.
  List<Problem> notices(Connection after, Image image) {
    List<Problem> notices = new ArrayList<>();
    after
        .options()
        .values()
        .forEach(
            (key, value) -> {
              boolean fixedNow =
                  value instanceof OptionValue.SecretUse(ObjectId _, Optional<Integer> version)
                      && version.isPresent()
                      && !value.equals(then.options().values().get(key));
              if (fixedNow) {
                notices.add(fixed(key, (OptionValue.SecretUse) value, image));
              }
            });
    if (!then.keys().equals(after.keys())) {
      notices.add(
          Problem.of(
              ProblemKind.DONE,
              "the key pairs stay as they are: a key that was rotated away is not kept"));
    }
    return notices;
  }

  private static Problem fixed(String key, OptionValue.SecretUse use, Image image) {
    Name name = image.get(use.secret()).name();
    String option = OptionSpec.spelling(key);
    return Problem.of(
            ProblemKind.DONE,
            option
                + " is fixed at value "
                + use.version().orElseThrow()
                + " of secret \""
                + name.object()
                + "\", as it was then; SET ("
                + option
                + " = SECRET "
                + name.object()
                + ") makes it follow the secret again");
  }
}
