package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import io.fairlead.sql.PipelineForgotten;
import io.fairlead.sql.PipelineOffsets;
import io.fairlead.sql.Reply;
import java.util.Optional;
import java.util.SortedMap;

/// What statements ask of those who run pipelines. Calls may wait for the network. Those that
/// change where a pipeline stands are not for one that runs.
public interface PipelineRuns {
  /// The rows that the next batch would load.
  Reply test(Image image, Pipeline pipeline, int most);

  /// Loads what there is, `batches` at most, and says how much it was.
  Reply foreground(Image image, Pipeline pipeline, Optional<Integer> batches);

  /// Measures the steps of the next batch, of which nothing is kept. In the columns of
  /// [ProfilePipeline].
  Reply profile(Image image, Pipeline pipeline);

  /// What [#profile] measured last; no rows when it never did.
  Reply lastProfile(Image image, Pipeline pipeline);

  /// Forgets what went wrong; it may run.
  void clearErrors(Image image, Pipeline pipeline);

  /// What is done with it now on somebody's demand, in the word of SHOW PIPELINES.
  Optional<String> doing(ObjectId pipeline);

  void setOffsets(Image image, Pipeline pipeline, PipelineOffsets offsets);

  /// What may be loaded again.
  ///
  /// @throws io.fairlead.base.Refusal when the pipeline knows no such file or partition
  void forget(Image image, Pipeline pipeline, PipelineForgotten what);

  /// Where it goes on, by partition; empty for files, and before the first batch.
  SortedMap<Integer, Long> offsets(Image image, Pipeline pipeline);
}
