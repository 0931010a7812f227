package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.command.Placement.Found;
import io.fairlead.command.Placement.Source;
import io.fairlead.connector.PlaceProbe;
import io.fairlead.model.Connection;
import io.fairlead.model.Pipeline;
import io.fairlead.model.Privilege;
import io.fairlead.model.StorageUse;
import io.fairlead.model.Touch;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PipelineStatement;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// ALTER PIPELINE … SET CONFIG and SET CREDENTIALS: changes the connection that was typed into a
/// pipeline, by the rules of ALTER LINK. What the pipeline will use is tried at its own place first; one
/// that runs follows at its next request, and its cursors stay where they are.
public final class AlterPipelineSource implements Command<PipelineStatement.AlterPipelineSource> {
  private static final String TAG = "ALTER PIPELINE";

  private final Definition definition;
  private final Placement placement;
  private final Command<Statement.AlterConnection> alteration;

  public AlterPipelineSource(
      Definition definition,
      Placement placement,
      Command<Statement.AlterConnection> alteration) {
    this.definition = definition;
    this.placement = placement;
    this.alteration = alteration;
  }

  /// @param after the pipeline without its next version
  private record Edited(Pipeline before, Pipeline after, Found found) {}

  @Override
  public Prepared prepare(
      PipelineStatement.AlterPipelineSource statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Pipeline pipeline = allowed(statement.name(), actor, image);
    Connection own = own(pipeline, image);
    AlteredLink altered =
        AlteredLink.read(statement.edits(), own, definition.type(own.type()), image);
    Statement.AlterConnection alter =
        new Statement.AlterConnection(
            new ObjectName(null, own.name().schema(), own.name().object(), 0),
            false,
            altered.actions(),
            Optional.of(false),
            statement.overlap(),
            Optional.empty(),
            statement.dialect());
    Prepared prepared =
        LinkReply.of(
            alteration.prepare(alter, actor, image, parameters),
            TAG,
            altered.notices(),
            altered::mustBePresent);
    if (!(prepared instanceof Prepared.Change(var step))) {
      return prepared;
    }
    Source source = new Source(Optional.empty(), Optional.of(step), List.of());
    Edited edited = edited(statement, source, actor, image, Placement.UNCOMMITTED);
    Optional<Probed> probed =
        statement.validate().orElse(true)
            ? Optional.of(
                placement.probed(
                    edited.after().storage(),
                    edited.found(),
                    PlaceProbe.Trial.READ,
                    Prober.SKIPPABLE))
            : Optional.empty();
    return new Prepared.Change(
        (latest, now) -> {
          Edited decided = edited(statement, source, actor, latest, now);
          placement.mustBeProved(probed, decided.after().storage(), decided.found());
          return decision(decided, latest, now);
        });
  }

  /// For its owner alone: whoever changes where a credential is sent could have it.
  private static Pipeline allowed(ObjectName name, Actor actor, Image image) {
    Pipeline pipeline =
        AlterPipeline.allowed(image, name, actor, Privilege.ALTER_PIPELINE, TAG);
    Rights.mustOwn(image, actor, pipeline);
    return pipeline;
  }

  private static Connection own(Pipeline pipeline, Image image) {
    Connection connection = image.connection(pipeline.storage().connection()).orElseThrow();
    if (pipeline.storage().isOwn()) {
      return connection;
    }
    throw Problem.of(
            ProblemKind.WRONG_OBJECT_KIND,
            "pipeline \"%s\" has no CONFIG and CREDENTIALS of its own: it uses those of link \"%s\""
                .formatted(pipeline.name().object(), connection.name().object()))
        .withHint("ALTER LINK changes them, and ALTER PIPELINE … SET LINK names another link.")
        .refusal();
  }

  /// The place is read anew: CONFIG may say another endpoint or region.
  private Edited edited(
      PipelineStatement.AlterPipelineSource statement,
      Source source,
      Actor actor,
      Image image,
      Touch now) {
    Pipeline before = allowed(statement.name(), actor, image);
    own(before, image);
    StorageUse present = before.storage();
    Found found = Placement.find(source, Optional.of(present), actor, image, now);
    StorageUse use = placement.rules().use(present.uri(), found, actor).withPin(present.pin());
    return new Edited(before, before.withStorage(use), found);
  }

  private static Decision<Reply> decision(Edited edited, Image image, Touch now) {
    List<Change> changes = new ArrayList<>(edited.found().changes());
    List<Problem> notices = new ArrayList<>(edited.found().notices());
    if (!edited.after().equals(edited.before())) {
      Pipeline after = edited.after().withHeader(edited.after().header().next(now));
      changes.add(new Change.Put(after));
      notices.add(Difference.notice(edited.before(), after, List.of(), image));
    }
    return new Decision<>(changes, Reply.done(TAG, notices));
  }
}
