package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.command.Placement.Found;
import io.fairlead.command.Placement.Source;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.PlaceProbe.Trial;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.Stage;
import io.fairlead.model.StorageUse;
import io.fairlead.model.Touch;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PlacedAction;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import io.fairlead.sql.StorageClause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// ALTER TABLE and ALTER STAGE: other credentials for the same place, a pinned version, another place
/// for a stage. The new credentials are tried on the place itself before anything is stored; the old
/// ones are needed for nothing.
public final class AlterPlaced implements Command<Statement.AlterPlaced> {
  private final Connectors connectors;
  private final Placement placement;
  private final EarlierVersions earlierVersions;

  public AlterPlaced(
      Connectors connectors, Placement placement, EarlierVersions earlierVersions) {
    this.connectors = connectors;
    this.placement = placement;
    this.earlierVersions = earlierVersions;
  }

  /// What was prepared, for the decision.
  ///
  /// @param source the connection that the last action names; empty when none does
  /// @param pin looked up before anything is decided, since it is read from the store
  private record Plan(
      Statement.AlterPlaced statement,
      Actor actor,
      Optional<Source> source,
      Optional<StorageUse.Pin> pin,
      Optional<Probed> probed) {}

  /// @param after the object without its next version
  private record Edited(
      CatalogObject before, CatalogObject after, StorageUse use, Optional<Found> found) {}

  @Override
  public Prepared prepare(
      Statement.AlterPlaced statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    if (isSkipped(statement, actor, image)) {
      return new Prepared.Answer(skipped(statement));
    }
    CatalogObject before = Lookup.get(image, statement.kind(), statement.name(), actor);
    Rights.mustOwn(image, actor, before);
    StorageUse use = StorageUse.of(before).orElseThrow();
    Plan plan =
        new Plan(
            statement,
            actor,
            source(statement, actor, image, before),
            pin(statement, image, use),
            Optional.empty());
    Edited edited = edited(plan, image, Placement.UNCOMMITTED);
    Optional<Probed> probed = edited.found().flatMap(found -> probed(statement, edited, found));
    Plan proved = new Plan(statement, actor, plan.source(), plan.pin(), probed);
    return new Prepared.Change((latest, now) -> decide(proved, latest, now));
  }

  /// Tables are tried unless the statement says otherwise; stages as Databend does, never by
  /// themselves.
  private Optional<Probed> probed(
      Statement.AlterPlaced statement, Edited edited, Found found) {
    boolean standard = edited.after() instanceof ExternalTable;
    if (!statement.validate().orElse(standard)) {
      return Optional.empty();
    }
    boolean reads = edited.after() instanceof ExternalTable table && table.readOnly();
    return Optional.of(
        placement.probed(
            edited.use(), found, reads ? Trial.READ : Trial.WRITE, Prober.SKIPPABLE));
  }

  private Optional<Source> source(
      Statement.AlterPlaced statement, Actor actor, Image image, CatalogObject before) {
    StorageUse use = StorageUse.of(before).orElseThrow();
    Optional<Source> source = Optional.empty();
    for (PlacedAction action : statement.actions()) {
      StorageClause clause = clause(action);
      if (clause != null) {
        String type =
            action instanceof PlacedAction.SetPlace(String uri, StorageClause _)
                ? connectors.storage(uri).name()
                : image.connection(use.connection()).orElseThrow().type();
        source =
            Optional.of(
                placement.source(
                    clause,
                    type,
                    before.name(),
                    Optional.of(use),
                    actor,
                    image,
                    statement.dialect()));
      }
    }
    return source;
  }

  private static @Nullable StorageClause clause(PlacedAction action) {
    return switch (action) {
      case PlacedAction.SetConnection(StorageClause clause) -> clause;
      case PlacedAction.SetPlace(String _, StorageClause clause) -> clause;
      default -> null;
    };
  }

  private Optional<StorageUse.Pin> pin(
      Statement.AlterPlaced statement, Image image, StorageUse use) {
    for (PlacedAction action : statement.actions()) {
      if (action instanceof PlacedAction.PinVersion(int version)) {
        Connection connection = image.connection(use.connection()).orElseThrow();
        EarlierVersion earlier = earlierVersions.of(connection, version);
        return Optional.of(new StorageUse.Pin(version, earlier.fixed(image)));
      }
    }
    return Optional.empty();
  }

  /// Pure: authorised, and everything but the next version.
  private Edited edited(Plan plan, Image image, Touch now) {
    Statement.AlterPlaced statement = plan.statement();
    Actor actor = plan.actor();
    CatalogObject before = Lookup.get(image, statement.kind(), statement.name(), actor);
    Rights.mustOwn(image, actor, before);
    StorageUse present = StorageUse.of(before).orElseThrow();
    Optional<Found> found =
        plan.source()
            .map(source -> Placement.find(source, Optional.of(present), actor, image, now));
    CatalogObject after = before;
    StorageUse use = present;
    for (PlacedAction action : statement.actions()) {
      switch (action) {
        case PlacedAction.SetConnection _ ->
            use = placement.rules().moved(use, found.orElseThrow(), actor);
        case PlacedAction.SetPlace(String uri, StorageClause _) ->
            use = placement.rules().use(uri, found.orElseThrow(), actor);
        case PlacedAction.SetFormat(var clause) -> after = formatted(after, clause);
        case PlacedAction.Describe(String text) ->
            after = after.withHeader(after.header().withComment(text));
        case PlacedAction.PinVersion _ -> use = use.withPin(plan.pin());
        case PlacedAction.FollowVersions _ -> use = use.withPin(Optional.empty());
      }
    }
    return new Edited(before, use.holding(after), use, found);
  }

  private static CatalogObject formatted(
      CatalogObject object, FormatClause clause) {
    if (object instanceof Stage stage) {
      return stage.withFormat(CreateTable.format(clause, stage.format()));
    }
    throw Problem.of(ProblemKind.NOT_SUPPORTED, "the format of a table's files cannot change")
        .refusal();
  }

  private Decision<Reply> decide(Plan plan, Image image, Touch now) {
    Statement.AlterPlaced statement = plan.statement();
    if (isSkipped(statement, plan.actor(), image)) {
      return Decision.nothing(skipped(statement));
    }
    Edited edited = edited(plan, image, now);
    edited.found()
        .ifPresent(found -> placement.mustBeProved(plan.probed(), edited.use(), found));
    List<Problem> notices =
        new ArrayList<>(plan.source().map(Source::notices).orElse(List.of()));
    List<Change> changes = new ArrayList<>(edited.found().map(Found::changes).orElse(List.of()));
    CatalogObject after = edited.after();
    if (!after.equals(edited.before())) {
      after = after.withHeader(after.header().next(now));
      changes.add(new Change.Put(after));
      notices.add(Difference.notice(edited.before(), after, List.of(), image));
    } else if (changes.isEmpty()) {
      notices.add(Difference.none(after));
    }
    edited.found()
        .ifPresent(
            found -> notices.addAll(placement.rules().notices(edited.use(), found.connection())));
    Image then = edited.found().map(Found::image).orElse(image).after(new Change.Put(after));
    changes.addAll(
        Placement.left(then, StorageUse.of(edited.before()), edited.use(), plan.actor()));
    return new Decision<>(changes, Reply.done(tag(statement), notices));
  }

  private static boolean isSkipped(
      Statement.AlterPlaced statement, Actor actor, Image image) {
    return statement.ifExists()
        && Lookup.find(image, statement.kind(), statement.name(), actor).isEmpty();
  }

  private static Reply skipped(Statement.AlterPlaced statement) {
    ObjectName name = statement.name();
    return Reply.done(tag(statement), List.of(Lookup.skipped(statement.kind(), name)));
  }

  private static String tag(Statement.AlterPlaced statement) {
    return "ALTER " + statement.kind().keyword();
  }
}
