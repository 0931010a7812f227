package io.fairlead.sql;

import io.fairlead.golden.GoldenFiles;
import io.fairlead.sql.deltaforge.DeltaForgeDialect;
import java.util.List;

/// DeltaForge's dialect has an answer to any text, and reads what it printed.
public final class DeltaForgeFuzz {
  private static final Dialect DIALECT = new DeltaForgeDialect(Words.VOCABULARY);

  private DeltaForgeFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Readings.mustHold(DIALECT, input);
  }

  public static List<byte[]> seeds() {
    return GoldenFiles.inputs("sql/deltaforge", "scripts");
  }
}
