package io.fairlead.sql;

import io.fairlead.base.Problem;

/// One vendor's grammar, error voice and result shapes. Pure and safe for many threads at once.
public interface Dialect {
  /// `materialize`; also the word in `SET dialect = …`.
  String name();

  /// How its texts are written.
  default Lexis lexis() {
    return Lexis.STANDARD;
  }

  /// Reads one statement (no trailing semicolon needed). Never throws for bad input, and its
  /// problems never quote a token that stands at or after a place where a secret may be.
  Reading read(String text);

  /// The same in a session of these rules. A dialect whose statements hold queries of the engine
  /// has those written as the session writes queries.
  ///
  /// @param rules by which the text is written: this dialect's own, or the standard's
  default Reading read(String text, Lexis rules) {
    return read(text);
  }

  /// Reads a CREATE TABLE that names no location as one of a table in the storage of its schema. Only
  /// asked where the schema has such a storage; elsewhere the statement is the engine's.
  default Reading readInStorage(String statement) {
    return new Reading.NotMine();
  }

  /// The statement in this dialect's spelling on one line, for people, logs and history: literals
  /// that may be secret are stars. Reading what it printed gives the same statement, stars apart.
  String format(Statement statement);

  /// A failure in this vendor's voice, such as with its own number in front.
  ///
  /// @param problem of a statement that this dialect read, or of one that it could not read
  default Problem voiced(Problem problem) {
    return problem;
  }

  /// This vendor's word for a type of connection.
  default String typeWord(String type) {
    return type;
  }

  /// The statement that would make a connection again, for SHOW CREATE: laid out for people, on
  /// several lines when it is long, with a semicolon. The caller built it from the catalog, where
  /// every secret is a name, so its texts are printed; what a user typed goes to [#format].
  ///
  /// @param redacted stars for texts that may be private, such as user names and certificates
  default String show(Statement.CreateConnection made, boolean redacted) {
    return format(made) + ";";
  }

  /// The same for a pipeline, on one line. What nobody can read back stands for itself.
  default String show(PipelineStatement.CreatePipeline made) {
    return format(made);
  }

  /// The same for a source.
  default String show(PipelineStatement.CreateSource made) {
    return format(made);
  }
}
