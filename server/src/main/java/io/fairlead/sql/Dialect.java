package io.fairlead.sql;

/// One vendor's grammar, error voice and result shapes. Pure and safe for many threads at once.
public interface Dialect {
  /// `materialize`; also the word in `SET dialect = …`.
  String name();

  /// Reads one statement (no trailing semicolon needed). Never throws for bad input, and its
  /// problems never quote a token that stands at or after a place where a secret may be.
  Reading read(String text);

  /// The statement in this dialect's spelling on one line, for people, logs and history: literals
  /// that may be secret are stars. Reading what it printed gives the same statement, stars apart.
  String format(Statement statement);

  /// The statement that makes a connection, laid out for people, as SHOW CREATE prints it: values in
  /// full, since a connection only ever names its secrets.
  ///
  /// @param redacted also hides literals that may be private (user names, certificates)
  String definition(Statement.CreateConnection statement, boolean redacted);
}
