package io.fairlead.command;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Image;
import io.fairlead.command.TypedSecrets.Drafts;
import io.fairlead.command.TypedSecrets.Kept;
import io.fairlead.command.TypedSecrets.Typed;
import io.fairlead.connector.OptionSpec;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import io.fairlead.model.Secret;
import io.fairlead.model.Touch;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.Slot;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/// Secrets that are part of a connection: typed into it, kept by this server's own vault, and dropped
/// when the connection uses them no more. One that somebody else has come to use stays, as a secret
/// like any other.
public final class OwnSecrets {
  private final SecretStores secrets;
  private final Supplier<ObjectId> newId;

  public OwnSecrets(SecretStores secrets, Supplier<ObjectId> newId) {
    this.secrets = secrets;
    this.newId = newId;
  }

  /// What the edits type, in the order in which they are applied: the last value of an option counts.
  TypedSecrets typed(List<? extends OptionEdit> edits) {
    Map<String, SecretBytes> values = new TreeMap<>();
    for (OptionEdit edit : edits) {
      switch (edit) {
        case OptionEdit.Set set -> note(set, values);
        case OptionEdit.ReplaceAll all -> all.options().forEach(set -> note(set, values));
        case OptionEdit.Reset _ -> {}
      }
    }
    TreeMap<String, Typed> typed = new TreeMap<>();
    values.forEach(
        (option, value) ->
            typed.put(option, new Typed(value, newId.get(), Optional.empty())));
    return new TypedSecrets(typed);
  }

  private static void note(OptionEdit.Set set, Map<String, SecretBytes> values) {
    if (set.value() instanceof OptionLiteral.Confidential(SecretBytes value)) {
      if (value.length() > Limits.SECRET_BYTES) {
        throw Refusal.of(
            ProblemKind.TOO_LARGE,
            "secrets can not be bigger than " + Limits.SECRET_BYTES / 1024 + "KiB");
      }
      values.put(set.key(), value);
    }
  }

  /// Keeps the values that the options use in the end. Names, rights and rules were looked at before:
  /// a refused statement leaves no trace.
  TypedSecrets keep(TypedSecrets typed, Drafts drafts, Options options) {
    TreeMap<String, Typed> kept = new TreeMap<>(typed.byOption());
    try {
      drafts
          .usedBy(options)
          .forEach(
              (option, secret) -> {
                Typed one = Objects.requireNonNull(typed.byOption().get(option));
                Slot slot = new Slot(secret.id(), Slot.VALUE);
                Kept material = new Kept(secret.id(), secrets.standard().keep(slot, one.value()));
                kept.put(option, new Typed(one.value(), one.fresh(), Optional.of(material)));
              });
      return new TypedSecrets(kept);
    } catch (Refusal refusal) {
      forget(new TypedSecrets(kept));
      throw refusal;
    }
  }

  /// Takes back what [#keep] kept for a statement that was refused after all.
  void forget(TypedSecrets typed) {
    for (Typed one : typed.byOption().values()) {
      one.kept()
          .ifPresent(
              kept -> secrets.remove(new Slot(kept.secret(), Slot.VALUE), kept.material()));
    }
  }

  /// A change of a connection, with what becomes of its own secrets.
  ///
  /// @param before the connection as it is in `image`
  /// @param drafts what the statement typed; without material that nobody uses
  static List<Change> changes(
      Image image, Connection before, Connection after, Drafts drafts, Touch now) {
    Map<ObjectId, Secret> puts = new TreeMap<>();
    drafts.usedBy(after.options()).values().forEach(secret -> puts.put(secret.id(), secret));
    List<Change> drops = new ArrayList<>();
    Set<ObjectId> used = after.references();
    for (Secret own : of(image, before)) {
      if (!used.contains(own.id())) {
        left(image, own, Set.of(before.id()), now, puts, drops);
      } else if (!after.owner().equals(before.owner()) && own.owner().equals(before.owner())) {
        puts.put(own.id(), owned(puts.get(own.id()), own, after.owner(), now));
      }
    }
    List<Change> changes = new ArrayList<>();
    puts.values().forEach(secret -> changes.add(new Change.Put(secret)));
    changes.add(new Change.Put(after));
    changes.addAll(drops);
    return changes;
  }

  private static Secret owned(
      @org.jspecify.annotations.Nullable Secret draft, Secret own, ObjectId owner, Touch now) {
    Secret next = draft != null ? draft : own.withHeader(own.header().next(now));
    return next.withHeader(next.header().withOwner(owner));
  }

  private static void left(
      Image image,
      Secret own,
      Set<ObjectId> leaving,
      Touch now,
      Map<ObjectId, Secret> puts,
      List<Change> drops) {
    if (isUsedBeside(image, own, leaving)) {
      puts.put(own.id(), freed(own).withHeader(own.header().next(now)));
    } else {
      drops.add(Change.Drop.of(own));
    }
  }

  /// The secrets that are part of a connection.
  static List<Secret> of(Image image, Connection connection) {
    Set<ObjectId> ids = new TreeSet<>(connection.references());
    return ids.stream()
        .map(image::secret)
        .flatMap(Optional::stream)
        .filter(secret -> secret.partOf().equals(Optional.of(connection.id())))
        .toList();
  }

  /// Whether something uses it that is not among `leaving`.
  static boolean isUsedBeside(Image image, Secret secret, Set<ObjectId> leaving) {
    return !leaving.containsAll(image.dependants(secret.id()));
  }

  /// The same secret, part of nothing.
  static Secret freed(Secret secret) {
    return secret.asPartOf(Optional.empty());
  }

  /// The options whose secret gets a new value and stays the same secret.
  static Set<String> renewed(Drafts drafts, Options options) {
    Set<String> renewed = new TreeSet<>();
    drafts
        .usedBy(options)
        .forEach(
            (option, secret) -> {
              if (secret.version() > 1) {
                renewed.add(option);
              }
            });
    return renewed;
  }

  /// What the user is told of values that replaced others.
  static List<String> newValues(Drafts drafts, Options options) {
    return renewed(drafts, options).stream()
        .map(option -> OptionSpec.spelling(option) + " has a new value")
        .toList();
  }
}
