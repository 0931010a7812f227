package io.fairlead.connector;

import io.fairlead.base.Limits;

/// A type of connection that leads to objects: a bucket, a container, a folder. Which of its options
/// say *where* the objects are, and not with which credentials, its table tells by
/// [OptionSpec#isPlace].
public interface StorageType<C extends Record> extends PlaceType<C> {
  /// The word for a type as users of storage know it: `fs`, where the catalog says `local`.
  static String wordOf(ConnectorType<?> type) {
    return type instanceof StorageType<?> storage ? storage.schemes().getFirst() : type.name();
  }

  /// False for what can only be read, such as a web server.
  default boolean isWritable() {
    return true;
  }

  /// Folders without wildcards are the place, the rest is a pattern.
  @Override
  default Input input(String path) {
    String uri = uri(path);
    int start = uri.indexOf("://") + 3;
    int wild = uri.length();
    for (char letter : new char[] {'*', '?'}) {
      int at = uri.indexOf(letter);
      wild = at < 0 ? wild : Math.min(wild, at);
    }
    int slash = uri.lastIndexOf('/', wild - 1);
    return slash < start
        ? new Input(uri.endsWith("/") ? uri : uri + "/", "")
        : new Input(uri.substring(0, slash + 1), uri.substring(slash + 1));
  }

  /// A path as a pipeline writes it, with the scheme that it may leave out.
  default String uri(String path) {
    return path.contains("://") ? path : schemes().getFirst() + "://" + path;
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
