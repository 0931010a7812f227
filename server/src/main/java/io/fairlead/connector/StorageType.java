package io.fairlead.connector;

import io.fairlead.base.Limits;
import io.fairlead.base.Problems;
import io.fairlead.model.Options;
import java.util.List;

/// A type of connection that leads to objects: a bucket, a container, a folder. Which of its options
/// say *where* the objects are, and not with which credentials, its table tells by
/// [OptionSpec#isPlace].
public interface StorageType<C extends Record> extends LinkType<C> {
  /// The schemes of the URLs that it understands, in lower case: `s3`.
  List<String> schemes();

  /// The word for a type as users of storage know it: `fs`, where the catalog says `local`.
  static String wordOf(ConnectorType<?> type) {
    return type instanceof StorageType<?> storage ? storage.schemes().getFirst() : type.name();
  }

  /// The options that a URL stands for: `s3://bucket/folder/` is the bucket and the prefix. Pure.
  ///
  /// @param uri with one of [#schemes]
  /// @return not used when there are problems
  Options place(String uri, Problems problems);

  /// False for what can only be read, such as a web server.
  default boolean isWritable() {
    return true;
  }

  /// Proves the credential with a request where there is one, so that a refusal is known before the
  /// link is used.
  @Override
  ObjectLink open(C config, Attempt attempt) throws StepFailed;

  /// The same without that request, for somebody whose next one proves it.
  default ObjectLink openUnproven(C config, Attempt attempt) throws StepFailed {
    return open(config, attempt);
  }

  @Override
  default int mostLinks() {
    return Limits.STORAGE_LINKS_PER_CONNECTION;
  }
}
