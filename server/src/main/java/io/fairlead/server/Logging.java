package io.fairlead.server;

import java.util.logging.Level;
import java.util.logging.Logger;

/// What the server writes to its log: its own remarks on one line each, and only warnings of the
/// libraries, whose chattier levels may print what they were given.
final class Logging {
  private static final String FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%n";

  /// Loggers are kept only weakly by the JDK; this one must not be forgotten with its level.
  private static final Logger OURS = Logger.getLogger("io.fairlead");

  /// Warns of every peer that cannot be signed in to, which is what a probe is there to say.
  private static final Logger SQL_SERVER_DRIVER = Logger.getLogger("com.microsoft.sqlserver.jdbc");

  private Logging() {}

  static void quiet() {
    System.setProperty("java.util.logging.SimpleFormatter.format", FORMAT);
    Logger.getLogger("").setLevel(Level.WARNING);
    OURS.setLevel(Level.INFO);
    SQL_SERVER_DRIVER.setLevel(Level.OFF);
  }
}
