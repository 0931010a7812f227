package io.fairlead.command;

import io.fairlead.sql.PipelineStatement;
import java.util.Optional;

/// The commands of pipelines.
public record PipelineCommands(
    Command<PipelineStatement.CreatePipeline> create,
    Command<PipelineStatement.AlterPipeline> alter,
    Command<PipelineStatement.AlterPipelineSource> alterSource,
    Command<PipelineStatement.SetPipelineState> setState,
    Command<PipelineStatement.LoadPipeline> load,
    Command<PipelineStatement.TestPipeline> test,
    Command<PipelineStatement.ProfilePipeline> profile,
    Command<PipelineStatement.ShowProfilePipeline> showProfile,
    Command<PipelineStatement.ClearPipelineErrors> clearErrors,
    Command<PipelineStatement.ShowPipelines> show,
    Command<PipelineStatement.ShowCreatePipeline> showCreate,
    Command<PipelineStatement.CreateSource> createSource,
    Command<PipelineStatement.DropSource> dropSource,
    Command<PipelineStatement.ShowCreateSource> showCreateSource) {

  Optional<Commands.Bound> bind(PipelineStatement statement) {
    return switch (statement) {
      case PipelineStatement.CreatePipeline s -> Commands.bound(create, s);
      case PipelineStatement.AlterPipeline s -> Commands.bound(alter, s);
      case PipelineStatement.AlterPipelineSource s -> Commands.bound(alterSource, s);
      case PipelineStatement.SetPipelineState s -> Commands.bound(setState, s);
      case PipelineStatement.LoadPipeline s -> Commands.bound(load, s);
      case PipelineStatement.TestPipeline s -> Commands.bound(test, s);
      case PipelineStatement.ProfilePipeline s -> Commands.bound(profile, s);
      case PipelineStatement.ShowProfilePipeline s -> Commands.bound(showProfile, s);
      case PipelineStatement.ClearPipelineErrors s -> Commands.bound(clearErrors, s);
      case PipelineStatement.ShowPipelines s -> Commands.bound(show, s);
      case PipelineStatement.ShowCreatePipeline s -> Commands.bound(showCreate, s);
      case PipelineStatement.CreateSource s -> Commands.bound(createSource, s);
      case PipelineStatement.DropSource s -> Commands.bound(dropSource, s);
      case PipelineStatement.ShowCreateSource s -> Commands.bound(showCreateSource, s);
    };
  }
}
