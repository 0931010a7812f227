package io.fairlead.command;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Image;
import io.fairlead.model.Header;
import io.fairlead.model.Kind;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretVersion;
import io.fairlead.model.Touch;
import io.fairlead.secret.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Secrets that a statement has typed where options of its connection want one, by option. Pure.
///
/// Where the option uses a secret that is part of the connection already, that one gets a new value;
/// else a secret is made for it.
record TypedSecrets(SortedMap<String, Typed> byOption) {
  static final TypedSecrets NONE = new TypedSecrets(new TreeMap<>());

  /// In the place of material that is not kept yet, for looking at names, rights and rules alone.
  private static final MaterialRef NOT_YET = new MaterialRef("", "");

  /// One of them.
  ///
  /// @param fresh the id of the secret, if one is made for it
  /// @param kept where the value is; empty before it is kept
  record Typed(SecretBytes value, ObjectId fresh, Optional<Kept> kept) {}

  /// @param secret the one for which the material was kept
  record Kept(ObjectId secret, MaterialRef material) {}

  boolean isEmpty() {
    return byOption.isEmpty();
  }

  /// These secrets as they would be among the other objects.
  ///
  /// @param connection the header of the connection that they become part of
  /// @param current its options before the statement
  /// @throws io.fairlead.base.Refusal of kind `CONFLICT` when material was kept for another secret
  Drafts among(Image image, Header connection, Options current, Touch now) {
    Image all = image;
    Map<String, Secret> drafts = new TreeMap<>();
    for (Map.Entry<String, Typed> entry : byOption.entrySet()) {
      Typed typed = entry.getValue();
      MaterialRef material = typed.kept().map(Kept::material).orElse(NOT_YET);
      Optional<Secret> own =
          own(image, connection.id(), current, entry.getKey())
              .filter(secret -> drafts.values().stream().noneMatch(d -> d.id().equals(secret.id())));
      Secret draft =
          own.isPresent()
              ? renewed(own.get(), material, now)
              : fresh(typed.fresh(), connection, entry.getKey(), material, all, now);
      if (typed.kept().isPresent() && !typed.kept().get().secret().equals(draft.id())) {
        throw Problem.of(
                ProblemKind.CONFLICT,
                "connection \"" + connection.name().object() + "\" was changed meanwhile")
            .withHint("Try again.")
            .refusal();
      }
      drafts.put(entry.getKey(), draft);
      all = all.after(new Change.Put(draft));
    }
    return new Drafts(all, new TreeMap<>(drafts));
  }

  private static Optional<Secret> own(
      Image image, ObjectId connection, Options current, String option) {
    return current.get(option).orElse(null) instanceof OptionValue.SecretUse use
        ? image
            .secret(use.secret())
            .filter(secret -> secret.partOf().equals(Optional.of(connection)))
        : Optional.empty();
  }

  private static Secret renewed(Secret before, MaterialRef material, Touch now) {
    return before
        .withValue(material, now)
        .withOverlap(Optional.empty())
        .withHeader(before.header().next(now));
  }

  /// Nobody is granted anything on it but by name: default privileges are for secrets that people
  /// know of.
  private static Secret fresh(
      ObjectId id,
      Header connection,
      String option,
      MaterialRef material,
      Image image,
      Touch now) {
    Lookup.mustBeUnused(image, id);
    Name name = freeName(image, connection.name(), option);
    return new Secret(
            Header.first(id, name, connection.owner(), now),
            Secret.TEXT,
            List.of(new SecretVersion(1, material, now)))
        .asPartOf(Optional.of(connection.id()));
  }

  /// `connection.option`, with the first number behind it that makes it free.
  private static Name freeName(Image image, Name connection, String option) {
    for (int number = 1; ; number++) {
      String end = "." + option + (number == 1 ? "" : number);
      Name name = connection.withObject(shortened(connection.object(), end) + end);
      if (image.find(Kind.Space.ITEM, name).isEmpty()) {
        return name;
      }
    }
  }

  private static String shortened(String name, String end) {
    int room = Limits.NAME_BYTES - end.getBytes(StandardCharsets.UTF_8).length;
    String left = name;
    while (left.getBytes(StandardCharsets.UTF_8).length > room) {
      left = left.substring(0, left.offsetByCodePoints(left.length(), -1));
    }
    return left;
  }

  /// Secrets that are not committed yet, and the objects among which they are.
  ///
  /// @param image with the secrets in it
  /// @param byOption the secret that each option with a typed value uses
  record Drafts(Image image, SortedMap<String, Secret> byOption) {
    /// Of a statement that types none.
    static Drafts none(Image image) {
      return new Drafts(image, new TreeMap<>());
    }

    /// The secret that an option uses for the value that was typed there.
    Optional<ObjectId> secret(String option) {
      return Optional.ofNullable(byOption.get(option)).map(Secret::id);
    }

    /// The ids of them all.
    Set<ObjectId> ids() {
      Set<ObjectId> ids = new TreeSet<>();
      byOption.values().forEach(secret -> ids.add(secret.id()));
      return ids;
    }

    /// Those that the options use in the end; another action of the statement may have taken the
    /// place of some.
    Map<String, Secret> usedBy(Options options) {
      Map<String, Secret> used = new LinkedHashMap<>();
      byOption.forEach(
          (option, secret) -> {
            if (options.references().contains(secret.id())) {
              used.put(option, secret);
            }
          });
      return used;
    }
  }
}
