package io.fairlead.engine.duckdb;

/// What a statement does, as far as its tag and its rights go.
enum Verb {
  SELECT,
  INSERT,
  UPDATE,
  DELETE,
  TRUNCATE,
  CREATE,
  DROP,
  ALTER,
  COMMENT,
  EXPLAIN,
  EMPTY
}
