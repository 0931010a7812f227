package io.fairlead.session;

import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.model.Schema;
import io.fairlead.sql.Dialects;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;

/// `CREATE TABLE` without a location makes an external table where the schema has a storage for its
/// tables, and a table of the engine otherwise: the text alone does not tell.
final class StoredTableText {
  private StoredTableText() {}

  /// @param only the dialect that is asked, or all
  /// @param current where a table stands whose name has no schema
  static Dialects.Read read(
      String text, Dialects dialects, String only, Image image, String current) {
    Dialects.Read read = dialects.read(text, only);
    return read.statement() instanceof Statement.Query(String standard)
            && isStored(standard, image, current)
        ? dialects.readInStorage(standard, only).orElse(read)
        : read;
  }

  private static boolean isStored(String text, Image image, String current) {
    if (!text.stripLeading().regionMatches(true, 0, "CREATE", 0, 6)) {
      return false;
    }
    try {
      TokenReader in = new TokenReader(text);
      in.expect("CREATE");
      in.accept("OR", "REPLACE");
      in.accept("TRANSIENT");
      in.expect("TABLE");
      in.accept("IF", "NOT", "EXISTS");
      ObjectName name = in.objectName("the name of a table");
      String schema = name.schema() == null ? current : name.schema();
      return image.schema(schema).flatMap(Schema::storage).isPresent();
    } catch (Refusal _) {
      return false;
    }
  }
}
