package io.fairlead.connector.huggingface;

/// What a repository on the hub is for; each kind has names of its own.
enum RepositoryKind {
  DATASET,
  MODEL,
  SPACE;

  /// `dataset`, as REPO TYPE says it.
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /// What stands before the name of the repository in the address of a file.
  String webPrefix() {
    return this == MODEL ? "" : "/" + word() + "s";
  }
}
