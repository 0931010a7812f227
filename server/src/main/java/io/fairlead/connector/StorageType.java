package io.fairlead.connector;

import io.fairlead.base.Limits;

/// A type of connection that leads to objects: a bucket, a container, a folder. Which of its options
/// say *where* the objects are, and not with which credentials, its table tells by
/// [OptionSpec#isPlace].
public interface StorageType<C extends Record> extends PlaceType<C> {
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
