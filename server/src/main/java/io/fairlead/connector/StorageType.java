package io.fairlead.connector;

import io.fairlead.base.Problems;
import io.fairlead.model.Options;
import java.util.List;

/// A type of connection that leads to objects: a bucket, a container, a folder. Which of its options
/// say *where* the objects are, and not with which credentials, its table tells by
/// [OptionSpec#isPlace].
public interface StorageType<C extends Record> extends LinkType<C> {
  /// The schemes of the URLs that it understands, in lower case: `s3`.
  List<String> schemes();

  /// The options that a URL stands for: `s3://bucket/folder/` is the bucket and the prefix. Pure.
  ///
  /// @param uri with one of [#schemes]
  /// @return not used when there are problems
  Options place(String uri, Problems problems);

  /// False for what can only be read, such as a web server.
  default boolean isWritable() {
    return true;
  }

  @Override
  ObjectLink open(C config, Attempt attempt) throws StepFailed;
}
