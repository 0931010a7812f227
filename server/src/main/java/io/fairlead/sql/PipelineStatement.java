package io.fairlead.sql;

import io.fairlead.model.FileFormat;
import io.fairlead.model.PipelineErrors;
import io.fairlead.model.PipelineField;
import io.fairlead.model.PipelineState;
import io.fairlead.model.PipelineTable;
import java.util.List;
import java.util.Optional;

/// Statements about pipelines.
public sealed interface PipelineStatement extends Statement {
  /// @param connection by its name, or of options typed in its place
  /// @param type of connection that typed options are for; empty for a named one
  /// @param path of files, with wildcards, or of a topic, as the type reads it
  /// @param fields as [io.fairlead.model.PipelineLoad] has them, and so on
  record CreatePipeline(
      ObjectName name,
      boolean orReplace,
      boolean ifNotExists,
      StorageClause connection,
      Optional<String> type,
      String path,
      ObjectName table,
      FormatClause format,
      List<PipelineField> fields,
      List<PipelineField.Assignment> assignments,
      Optional<String> condition,
      PipelineErrors errors,
      List<PipelineField.Assignment> updates,
      Optional<ObjectName> registry,
      PipelineSettings settings,
      String dialect)
      implements PipelineStatement {
    @Override
    public String toString() {
      return "CreatePipeline[" + name + "]";
    }
  }

  /// @param lines how lines of CSV are read from now on
  /// @param forget what may be loaded again
  record AlterPipeline(
      ObjectName name,
      PipelineSettings settings,
      Optional<ObjectName> link,
      Optional<FormatClause> lines,
      Optional<PipelineOffsets> offsets,
      Optional<PipelineForgotten> forget)
      implements PipelineStatement {}

  /// Other settings or credentials for a source that was typed into the pipeline.
  record AlterPipelineSource(
      ObjectName name,
      LinkEdits edits,
      Optional<Boolean> validate,
      Optional<OverlapClause> overlap,
      String dialect)
      implements PipelineStatement {}

  /// START, STOP and DETACH of one pipeline, or of all that the actor may.
  ///
  /// @param name empty for all
  /// @param state that it shall have
  /// @param onlyFailed of all, those that stopped by themselves
  /// @param lenient it may have the state already
  record SetPipelineState(
      Optional<ObjectName> name, PipelineState state, boolean onlyFailed, boolean lenient)
      implements PipelineStatement {}

  /// START PIPELINE … FOREGROUND, so many batches at most.
  record LoadPipeline(ObjectName name, Optional<Integer> batches) implements PipelineStatement {}

  /// The rows that the next batch would load; nothing is kept.
  record TestPipeline(ObjectName name, int rows) implements PipelineStatement {}

  /// Measures one batch, of which nothing is kept.
  record ProfilePipeline(ObjectName name) implements PipelineStatement {}

  /// What was measured last.
  record ShowProfilePipeline(ObjectName name) implements PipelineStatement {}

  /// Forgets what went wrong.
  record ClearPipelineErrors(ObjectName name) implements PipelineStatement {}

  /// @param schema empty for that of the session
  record ShowPipelines(Optional<String> schema) implements PipelineStatement {
    /// @param current the schema of the session
    public ShowPipelines in(String current) {
      return new ShowPipelines(Optional.of(schema.orElse(current)));
    }
  }

  /// @param extended with the statement that goes on where the pipeline stands
  record ShowCreatePipeline(ObjectName name, boolean extended) implements PipelineStatement {}

  /// A source: a pipeline that runs, into a table of its own that has its name.
  ///
  /// @param table the columns are what the fields are for
  record CreateSource(
      ObjectName name,
      boolean ifNotExists,
      ObjectName connection,
      String topic,
      FileFormat format,
      List<PipelineField> fields,
      PipelineTable table,
      String dialect)
      implements PipelineStatement {}

  /// DROP of sources, with their tables.
  record DropSource(Drop drop) implements PipelineStatement {}

  record ShowCreateSource(ObjectName name) implements PipelineStatement {}
}
