package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.Step;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.PlaceProbe;
import io.fairlead.connector.PlaceType;
import io.fairlead.connector.PlacedConnection;
import io.fairlead.connector.StorageType;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.LinkText;
import io.fairlead.model.Name;
import io.fairlead.model.StorageUse;
import io.fairlead.model.Touch;
import io.fairlead.sql.ConnectionAction;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import io.fairlead.sql.StorageClause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The place of a table or a stage, and whose credentials open it: what its statements have in common.
public final class Placement {
  /// Stands in what is only looked at.
  static final Touch UNCOMMITTED = new Touch(Instant.EPOCH, "");

  private final Connectors connectors;
  private final CreateConnection createConnection;
  private final AlterConnection alterConnection;
  private final Prober prober;
  private final PlaceRules rules;

  public Placement(
      Connectors connectors,
      CreateConnection createConnection,
      AlterConnection alterConnection,
      Prober prober) {
    this.connectors = connectors;
    this.createConnection = createConnection;
    this.alterConnection = alterConnection;
    this.prober = prober;
    this.rules = new PlaceRules(connectors);
  }

  PlaceRules rules() {
    return rules;
  }

  /// The connection that a statement means, named or made of options that were typed.
  ///
  /// @param own makes or changes the connection of typed options
  /// @param named empty when it is made of options
  /// @param notices of what was typed
  record Source(
      Optional<ObjectName> named, Optional<Step<Reply>> own, List<Problem> notices) {
    static Source named(ObjectName name) {
      return new Source(Optional.of(name), Optional.empty(), List.of());
    }
  }

  /// A connection and the objects among which it is.
  ///
  /// @param changes that make it so; none for a named one
  /// @param notices of these changes
  record Found(
      Image image,
      Connection connection,
      boolean isOwn,
      List<Change> changes,
      List<Problem> notices) {
    static Found named(Image image, Connection connection, boolean own) {
      return new Found(image, connection, own, List.of(), List.of());
    }
  }

  /// @param holder the name of the table or stage
  /// @param before what it had until now; empty for a new one
  Source source(
      StorageClause clause,
      String type,
      Name holder,
      Optional<StorageUse> before,
      Actor actor,
      Image image,
      String dialect) {
    Order order = new Order(actor, image, dialect);
    return switch (clause) {
      case StorageClause.Named(ObjectName name) -> Source.named(name);
      case StorageClause.Inline(var options) ->
          typed(new Typed(type, options, Optional.empty(), List.of()), holder, before, order);
      case StorageClause.AsLink link -> {
        TypedLink read = TypedLink.read(connectors.get(type), link);
        yield typed(
            new Typed(type, read.options(), Optional.of(read.text()), read.notices()),
            holder,
            before,
            order);
      }
    };
  }

  /// Who makes it, where and how it is spelled.
  private record Order(Actor actor, Image image, String dialect) {}

  /// @param link how it was written; empty for what is not JSON
  private record Typed(
      String type,
      List<OptionEdit.Set> options,
      Optional<LinkText> link,
      List<Problem> notices) {}

  private Source typed(Typed typed, Name holder, Optional<StorageUse> before, Order order) {
    Optional<StorageUse> own = before.filter(StorageUse::isOwn);
    ObjectName name = own.map(use -> name(order.image(), use)).orElseGet(() -> ownName(order.image(), holder));
    Prepared prepared =
        own.isPresent()
            ? alterConnection.prepare(
                replaced(typed, name, own.get(), order), order.actor(), order.image(), List.of())
            : createConnection.prepare(
                new Statement.CreateConnection(
                    name,
                    false,
                    typed.type(),
                    typed.options(),
                    "",
                    Optional.of(false),
                    order.dialect(),
                    typed.link()),
                order.actor(),
                order.image(),
                List.of());
    return prepared instanceof Prepared.Change(Step<Reply> step)
        ? new Source(Optional.empty(), Optional.of(step), typed.notices())
        : Source.named(name);
  }

  private static Statement.AlterConnection replaced(
      Typed typed, ObjectName name, StorageUse own, Order order) {
    String present = order.image().connection(own.connection()).orElseThrow().type();
    if (!present.equals(typed.type())) {
      throw Problem.of(
              ProblemKind.NOT_SUPPORTED,
              "the type of a place with options of its own cannot change from %s to %s"
                  .formatted(present, typed.type()))
          .withHint("DROP what is there, or name a connection.")
          .refusal();
    }
    List<ConnectionAction> actions = new ArrayList<>();
    actions.add(
        new ConnectionAction.EditOptions(List.of(new OptionEdit.ReplaceAll(typed.options()))));
    typed.link().ifPresent(text -> actions.add(new ConnectionAction.WriteLink(text)));
    return new Statement.AlterConnection(
        name, false, actions, Optional.of(false), order.dialect());
  }

  /// A table and a pipeline of the same name have each one of their own.
  private static ObjectName ownName(Image image, Name holder) {
    String plain = holder.object() + ".connection";
    String free = plain;
    for (int i = 2; image.find(Kind.Space.ITEM, holder.withObject(free)).isPresent(); i++) {
      free = plain + i;
    }
    return new ObjectName(null, holder.schema(), free, 0);
  }

  private static ObjectName name(Image image, StorageUse use) {
    Name name = image.get(use.connection()).name();
    return new ObjectName(null, name.schema(), name.object(), 0);
  }

  /// Pure: the connection of a source in an image, for whoever may use it.
  ///
  /// @param before what the holder had until now
  static Found find(
      Source source, Optional<StorageUse> before, Actor actor, Image image, Touch now) {
    if (source.named().isPresent()) {
      Connection named = Lookup.connection(image, source.named().get(), actor);
      Rights.mustUse(image, actor, named);
      boolean own =
          before.filter(use -> use.isOwn() && use.connection().equals(named.id())).isPresent();
      return Found.named(image, named, own);
    }
    Decision<Reply> made = source.own().orElseThrow().decide(image, now);
    Image after = image;
    Connection connection = before.flatMap(use -> image.connection(use.connection())).orElse(null);
    for (Change change : made.changes()) {
      after = after.after(change);
      if (change instanceof Change.Put(Connection put)) {
        connection = put;
      }
    }
    return new Found(
        after,
        Objects.requireNonNull(connection),
        true,
        made.changes(),
        made.answer().notices());
  }

  /// Tries the place with the credentials that it is to have.
  ///
  /// @param otherwise what to tell whoever is refused
  Probed probed(StorageUse use, Found found, PlaceProbe.Trial trial, String otherwise) {
    PlaceType<?> type = connectors.placeType(found.connection().type());
    Connection placed = PlacedConnection.of(use, found.connection(), type);
    if (!(type instanceof StorageType<?> storage)) {
      return Probed.of(
          found.image(), placed, prober.mustPass(found.image(), placed, otherwise));
    }
    PlaceProbe.Trial possible = storage.isWritable() ? trial : PlaceProbe.Trial.READ;
    return Probed.of(
        found.image(),
        placed,
        prober.mustServe(found.image(), placed, possible, otherwise));
  }

  /// Checks in a decision that what was proved is what would be stored.
  void mustBeProved(Optional<Probed> probed, StorageUse use, Found found) {
    if (probed.isPresent()) {
      PlaceType<?> type = connectors.placeType(found.connection().type());
      var _ =
          probed
              .get()
              .proved(found.image(), PlacedConnection.of(use, found.connection(), type));
    }
  }

  /// What becomes of a connection of typed options when its holder has another one.
  static List<Change> left(
      Image image, Optional<StorageUse> before, StorageUse after, Actor actor) {
    if (before.isEmpty()
        || !before.get().isOwn()
        || before.get().connection().equals(after.connection())) {
      return List.of();
    }
    Connection own = image.connection(before.get().connection()).orElseThrow();
    if (!image.dependants(own.id()).isEmpty()) {
      return List.of(); // Somebody else has come to use it: then it stays, as one like any other.
    }
    Cascade fall =
        Cascade.of(image, actor, Map.of(own.id(), own), false);
    List<Change> changes = new ArrayList<>();
    fall.all().forEach(object -> changes.add(Change.Drop.of(object)));
    return changes;
  }
}
