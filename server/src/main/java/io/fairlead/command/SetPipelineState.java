package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Access;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.Pipeline;
import io.fairlead.model.PipelineState;
import io.fairlead.model.Privilege;
import io.fairlead.model.Touch;
import io.fairlead.sql.Reply;
import io.fairlead.sql.PipelineStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// START, STOP and DETACH PIPELINE. What is wanted stands in the catalog, so a restart goes on with it.
/// Of ALL, those of the schema that the actor does not own are left as they are, with a notice each.
public final class SetPipelineState implements Command<PipelineStatement.SetPipelineState> {
  @Override
  public Prepared prepare(
      PipelineStatement.SetPipelineState statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    decide(statement, actor, image, Placement.UNCOMMITTED);
    return new Prepared.Change((latest, now) -> decide(statement, actor, latest, now));
  }

  private static Decision<Reply> decide(
      PipelineStatement.SetPipelineState statement, Actor actor, Image image, Touch now) {
    List<Change> changes = new ArrayList<>();
    List<Problem> notices = new ArrayList<>();
    if (statement.name().isPresent()) {
      Pipeline pipeline =
          AlterPipeline.allowed(
              image, statement.name().get(), actor, Privilege.START_PIPELINE, command(statement));
      if (mayChange(pipeline, statement)) {
        changes.add(changed(pipeline, statement.state(), now));
      }
    } else {
      for (Pipeline pipeline : all(statement, actor, image)) {
        if (mayStart(image, actor, pipeline)) {
          changes.add(changed(pipeline, statement.state(), now));
        } else {
          notices.add(
              Rights.commandDenied(actor, command(statement), pipeline.name().object())
                  .problem());
        }
      }
    }
    String tag =
        statement.state().verb() + (statement.name().isPresent() ? " PIPELINE" : " PIPELINES");
    return new Decision<>(changes, Reply.done(tag, notices));
  }

  private static String command(PipelineStatement.SetPipelineState statement) {
    return statement.state().verb() + " PIPELINE";
  }

  private static boolean mayStart(Image image, Actor actor, Pipeline pipeline) {
    Access access = Rights.access(image, actor);
    return access.owns(pipeline) || access.mayInDatabase(Privilege.START_PIPELINE, pipeline);
  }

  private static List<Pipeline> all(
      PipelineStatement.SetPipelineState statement, Actor actor, Image image) {
    Access access = Rights.access(image, actor);
    List<Pipeline> found = new ArrayList<>();
    for (CatalogObject object : image.all(Kind.Space.PIPELINE)) {
      Name name = object.name();
      if (object instanceof Pipeline pipeline
          && name.schema().equals(actor.schema())
          && access.sees(pipeline)
          && pipeline.state() != statement.state()
          && (!statement.onlyFailed() || pipeline.state() == PipelineState.ERROR)
          && (statement.state() == PipelineState.RUNNING || pipeline.isRunning())) {
        found.add(pipeline);
      }
    }
    return found;
  }

  private static Change changed(Pipeline pipeline, PipelineState state, Touch now) {
    return new Change.Put(pipeline.withState(state).withHeader(pipeline.header().next(now)));
  }

  /// Whether there is something to change.
  private static boolean mayChange(Pipeline pipeline, PipelineStatement.SetPipelineState statement) {
    PipelineState state = statement.state();
    boolean there =
        state == PipelineState.STOPPED
            ? !pipeline.isRunning() && pipeline.state() != PipelineState.ERROR
            : pipeline.state() == state;
    if (there && !statement.lenient()) {
      throw Problem.of(
              ProblemKind.STILL_IN_USE,
              "pipeline \"%s\" is %s"
                  .formatted(
                      pipeline.name().object(),
                      pipeline.state().word().toLowerCase(Locale.ROOT)))
          .withHint(
              state == PipelineState.RUNNING
                  ? "START PIPELINE IF NOT RUNNING succeeds all the same."
                  : "STOP PIPELINE IF RUNNING succeeds all the same.")
          .refusal();
    }
    return !there;
  }
}
