package io.fairlead.catalog.store;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Looks at the header of a database file without SQLite, which would touch the folder: whether it is
/// a catalog, and of which format.
final class SqliteFile {
  /// `FLRD` in SQLite's field for the application; tools such as file(1) can tell by it.
  static final int APPLICATION = 0x464C5244;

  private static final byte[] MAGIC =
      "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 100;
  private static final int USER_VERSION_AT = 60;
  private static final int APPLICATION_AT = 68;

  private SqliteFile() {}

  /// @throws io.fairlead.base.Refusal when this server must leave the file alone
  static void check(Path file) throws IOException {
    byte[] header;
    try (InputStream in = Files.newInputStream(file)) {
      header = in.readNBytes(HEADER);
    }
    boolean sqlite =
        header.length == HEADER && Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    if (!sqlite || ByteBuffer.wrap(header).getInt(APPLICATION_AT) != APPLICATION) {
      throw Problem.of(
              ProblemKind.STORE_UNUSABLE, "the file \"" + file + "\" is not a catalog")
          .withDetail("It is damaged, or belongs to another program; nothing in it was changed.")
          .withHint("Restore it from a backup, or start with another data folder.")
          .refusal();
    }
    int format = ByteBuffer.wrap(header).getInt(USER_VERSION_AT);
    if (!Tables.canRead(format)) {
      throw otherFormat("the catalog \"" + file + "\"", format);
    }
  }

  static io.fairlead.base.Refusal otherFormat(String what, int format) {
    return Problem.of(
            ProblemKind.STORE_UNUSABLE,
            what
                + " is of format "
                + format
                + ", and this server reads formats "
                + Tables.OLDEST
                + " to "
                + Tables.FORMAT)
        .withDetail("Nothing in it was changed.")
        .withHint("Start it with a server that reads format " + format + ".")
        .refusal();
  }
}
