package io.fairlead.avro;

/// What is wrong with a schema, a record or a file, in words for people.
public final class MalformedAvro extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedAvro(String message) {
    super(message, null, false, false);
  }

  /// What is wrong.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
