package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.model.Pipeline;
import io.fairlead.sql.PipelineOffsets;
import io.fairlead.sql.Reply;
import java.util.Optional;

/// What statements ask of those who run pipelines. Each call may wait for the network; none of them
/// works on a pipeline that runs.
public interface PipelineRuns {
  /// The rows that the next batch would load.
  Reply test(Image image, Pipeline pipeline, int most);

  /// Loads what there is, `batches` at most, and says how much it was.
  Reply foreground(Image image, Pipeline pipeline, Optional<Integer> batches);

  void setOffsets(Image image, Pipeline pipeline, PipelineOffsets offsets);

  /// A file may be loaded again.
  ///
  /// @throws io.fairlead.base.Refusal when the pipeline knows no such file
  void forgetFile(Image image, Pipeline pipeline, String file);
}
