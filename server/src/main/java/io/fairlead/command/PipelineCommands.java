package io.fairlead.command;

import io.fairlead.sql.Statement;
import java.util.Optional;

/// The commands of pipelines.
public record PipelineCommands(
    Command<Statement.CreatePipeline> create,
    Command<Statement.AlterPipeline> alter,
    Command<Statement.SetPipelineState> setState,
    Command<Statement.LoadPipeline> load,
    Command<Statement.TestPipeline> test,
    Command<Statement.ShowPipelines> show,
    Command<Statement.ShowCreatePipeline> showCreate) {

  Optional<Commands.Bound> bind(Statement.PipelineStatement statement) {
    return switch (statement) {
      case Statement.CreatePipeline s -> Commands.bound(create, s);
      case Statement.AlterPipeline s -> Commands.bound(alter, s);
      case Statement.SetPipelineState s -> Commands.bound(setState, s);
      case Statement.LoadPipeline s -> Commands.bound(load, s);
      case Statement.TestPipeline s -> Commands.bound(test, s);
      case Statement.ShowPipelines s -> Commands.bound(show, s);
      case Statement.ShowCreatePipeline s -> Commands.bound(showCreate, s);
    };
  }
}
