package io.fairlead.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

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
  /// These are on a schema and mean all of its connections, which SingleStore calls links.
  CREATE_LINK('l'),
  /// To see a connection, and to use it.
  SHOW_LINK('s'),
  ALTER_LINK('k'),
  DROP_LINK('d'),
  /// These mean all pipelines of a schema.
  CREATE_PIPELINE('p'),
  START_PIPELINE('g'),
  ALTER_PIPELINE('h'),
  DROP_PIPELINE('q'),
  SHOW_PIPELINE('v');

  private static final Set<Privilege> OF_DATABASES =
      Collections.unmodifiableSet(EnumSet.range(CREATE_LINK, SHOW_PIPELINE));

  private final char letter;

  Privilege(char letter) {
    this.letter = letter;
  }

  /// Those on a schema that SingleStore's GRANT alone can give: they mean whatever of a kind is in it.
  public static Set<Privilege> ofDatabases() {
    return OF_DATABASES;
  }

  /// `SHOW LINK`.
  public String words() {
    return name().replace('_', ' ');
  }

  /// The letter in the printed form of a grant, `ann=UC/admin`; PostgreSQL's where it has one.
  public char letter() {
    return letter;
  }
}
