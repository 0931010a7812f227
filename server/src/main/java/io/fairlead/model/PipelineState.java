package io.fairlead.model;

/// Whether a pipeline is wanted to run. What it does at the moment is a status of whoever runs it.
public enum PipelineState {
  RUNNING("Running", "START"),
  STOPPED("Stopped", "STOP"),
  /// Stopped, and its table may be changed.
  DETACHED("Detached", "DETACH"),
  /// It has stopped by itself, since its input cannot be loaded; somebody has to start it.
  ERROR("Error", "STOP");

  private final String word;
  private final String verb;

  PipelineState(String word, String verb) {
    this.word = word;
    this.verb = verb;
  }

  /// The word of the statement that asks for it.
  public String verb() {
    return verb;
  }

  /// The word in results.
  public String word() {
    return word;
  }
}
