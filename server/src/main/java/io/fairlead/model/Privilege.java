package io.fairlead.model;

/// What somebody may be granted on an object. Owners need no grant.
public enum Privilege {
  /// To refer to a connection or a secret, or to probe it; to see what is in a schema.
  USAGE('U'),
  /// To make objects in a schema.
  CREATE('C'),
  /// To read the rows of an external table.
  SELECT('r'),
  /// To add rows to an external table.
  INSERT('a'),
  /// To call an external function.
  EXECUTE('X');

  private final char letter;

  Privilege(char letter) {
    this.letter = letter;
  }

  /// The letter in the printed form of a grant, `ann=UC/admin`; PostgreSQL's.
  public char letter() {
    return letter;
  }
}
