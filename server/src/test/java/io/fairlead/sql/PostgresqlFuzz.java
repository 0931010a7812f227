package io.fairlead.sql;

import io.fairlead.golden.GoldenFiles;
import io.fairlead.sql.postgresql.PostgresqlDialect;
import java.util.List;

/// What all dialects share has an answer to any text, and is read as it was printed.
public final class PostgresqlFuzz {
  private static final Dialect DIALECT = new PostgresqlDialect();

  private PostgresqlFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Readings.mustHold(DIALECT, input);
  }

  public static List<byte[]> seeds() {
    return GoldenFiles.inputs("sql/postgresql", "scripts");
  }
}
