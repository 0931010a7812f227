package io.fairlead.model;

/// Whether a pipeline is wanted to run. What it does at the moment is a status of whoever runs it.
public enum PipelineState {
  RUNNING("Running"),
  STOPPED("Stopped"),
  /// Stopped, and its table may be changed.
  DETACHED("Detached"),
  /// It has stopped by itself, since its input cannot be loaded; somebody has to start it.
  ERROR("Error");

  private final String word;

  PipelineState(String word) {
    this.word = word;
  }

  /// The word in results.
  public String word() {
    return word;
  }
}
