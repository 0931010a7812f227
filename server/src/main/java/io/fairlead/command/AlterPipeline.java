package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.Connection;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Kind;
import io.fairlead.model.Pipeline;
import io.fairlead.model.Privilege;
import io.fairlead.model.Touch;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Reply;
import io.fairlead.sql.PipelineStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// ALTER PIPELINE. A pipeline that runs takes its next batch with what is set here; its offsets and its
/// files are changed only while it stands still.
public final class AlterPipeline implements Command<PipelineStatement.AlterPipeline> {
  private static final String TAG = "ALTER PIPELINE";

  private final Placement placement;
  private final PipelineRuns runs;

  public AlterPipeline(Placement placement, PipelineRuns runs) {
    this.placement = placement;
    this.runs = runs;
  }

  @Override
  public Prepared prepare(
      PipelineStatement.AlterPipeline statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Pipeline before = edited(statement, actor, image).before();
    if (statement.offsets().isPresent() || statement.forget().isPresent()) {
      mustStandStill(before);
      statement.offsets().ifPresent(offsets -> runs.setOffsets(image, before, offsets));
      statement.forget().ifPresent(what -> runs.forget(image, before, what));
      return new Prepared.Answer(Reply.done(TAG));
    }
    return new Prepared.Change((latest, now) -> decide(statement, actor, latest, now));
  }

  /// For its owner, and for whoever has SingleStore's right to it.
  static Pipeline allowed(
      Image image, ObjectName name, Actor actor, Privilege right, String command) {
    Pipeline pipeline = (Pipeline) Lookup.get(image, Kind.PIPELINE, name, actor);
    Rights.mustOwnOrHave(image, actor, right, pipeline, command);
    return pipeline;
  }

  static void mustStandStill(Pipeline pipeline) {
    if (pipeline.isRunning()) {
      throw Problem.of(
              ProblemKind.STILL_IN_USE, "pipeline \"" + pipeline.name().object() + "\" is running")
          .withHint("Stop it first: STOP PIPELINE " + pipeline.name().object() + ".")
          .refusal();
    }
  }

  private static FileFormat lines(Pipeline pipeline, FormatClause clause) {
    FileFormat before = pipeline.load().format();
    if (!before.name().equals(FileFormat.CSV)) {
      throw Refusal.of(
          ProblemKind.INVALID_OPTION,
          "pipeline \"" + pipeline.name().object() + "\" reads no CSV, so it has no FIELDS or LINES");
    }
    SortedMap<String, String> options = new TreeMap<>(before.options());
    options.putAll(clause.options());
    return new FileFormat(before.name(), options);
  }

  private record Edited(Pipeline before, Pipeline after) {}

  private Edited edited(PipelineStatement.AlterPipeline statement, Actor actor, Image image) {
    Pipeline before = allowed(image, statement.name(), actor, Privilege.ALTER_PIPELINE, TAG);
    Pipeline after = before.withBatches(statement.settings().over(before.batches()));
    CreatePipeline.mustBeInLimits(after.batches());
    if (statement.lines().isPresent()) {
      after = after.withLoad(after.load().withFormat(lines(after, statement.lines().get())));
    }
    if (statement.link().isPresent()) {
      Connection connection = Lookup.connection(image, statement.link().get(), actor);
      Rights.mustUse(image, actor, connection);
      Placement.Found found = Placement.Found.named(image, connection, false);
      after = after.withStorage(placement.rules().moved(after.storage(), found, actor));
    }
    return new Edited(before, after);
  }

  private Decision<Reply> decide(
      PipelineStatement.AlterPipeline statement, Actor actor, Image image, Touch now) {
    Edited edited = edited(statement, actor, image);
    if (edited.after().equals(edited.before())) {
      return Decision.nothing(Reply.done(TAG, List.of(Difference.none(edited.before()))));
    }
    Pipeline after = edited.after().withHeader(edited.after().header().next(now));
    List<Change> changes = new ArrayList<>(List.of(new Change.Put(after)));
    changes.addAll(
        Placement.left(
            image.after(new Change.Put(after)),
            Optional.of(edited.before().storage()),
            after.storage(),
            actor));
    return new Decision<>(
        changes,
        Reply.done(TAG, List.of(Difference.notice(edited.before(), after, List.of(), image))));
  }
}
