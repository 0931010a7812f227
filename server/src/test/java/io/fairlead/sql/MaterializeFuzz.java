package io.fairlead.sql;

import io.fairlead.golden.GoldenFiles;
import io.fairlead.sql.materialize.MaterializeDialect;
import java.util.List;

/// Materialize's dialect has an answer to any text, and reads what it printed.
public final class MaterializeFuzz {
  private static final Dialect DIALECT = new MaterializeDialect(Words.VOCABULARY);

  private MaterializeFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Readings.mustHold(DIALECT, input);
  }

  public static List<byte[]> seeds() {
    return GoldenFiles.inputs("sql/materialize", "scripts");
  }
}
