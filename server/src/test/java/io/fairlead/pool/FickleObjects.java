package io.fairlead.pool;

import io.fairlead.base.Deadline;
import io.fairlead.catalog.Image;
import io.fairlead.connector.ObjectLink;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.Connection;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/// A link to an empty place that fails at its first list, if it was told how.
final class FickleObjects extends PlainLink implements ObjectLink {
  final Connection opened;
  private Optional<StepFailed> failure;

  FickleObjects(Image image, Connection opened, Optional<StepFailed> failure) {
    super(Definition.of(image, opened));
    this.opened = opened;
    this.failure = failure;
  }

  @Override
  public Page list(String prefix, Optional<String> after, int most, Deadline deadline)
      throws StepFailed {
    if (failure.isPresent()) {
      StepFailed once = failure.get();
      failure = Optional.empty();
      throw once;
    }
    return new Page(List.of(), Optional.empty());
  }

  @Override
  public Optional<Entry> find(String name, Deadline deadline) {
    return Optional.empty();
  }

  @Override
  public void read(
      String name, String etag, long offset, long count, OutputStream to, Deadline deadline)
      throws Gone {
    throw new Gone("nothing is there");
  }

  @Override
  public Entry write(String name, InputStream from, long bytes, Deadline deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(String name, Deadline deadline) {}
}
