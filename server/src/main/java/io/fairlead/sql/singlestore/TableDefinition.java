package io.fairlead.sql.singlestore;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// CREATE TABLE as MySQL and SingleStore write it, in particular as their SHOW CREATE TABLE prints it:
/// keys, storage and character sets that mean nothing here are left out, and what would mean something
/// else is refused.
final class TableDefinition {
  private static final Set<String> STORAGE = Set.of("ROWSTORE", "COLUMNSTORE", "REFERENCE");

  private static final Set<String> OPTIONS =
      Set.of(
          "AUTOSTATS_CARDINALITY_MODE", "AUTOSTATS_ENABLED", "AUTOSTATS_HISTOGRAM_MODE",
          "AUTOSTATS_SAMPLING", "AUTO_INCREMENT", "AVG_ROW_LENGTH", "CHARSET", "CHECKSUM",
          "COLLATE", "COMMENT", "COMPRESSION", "DELAY_KEY_WRITE", "ENGINE", "KEY_BLOCK_SIZE",
          "MAX_ROWS", "MIN_ROWS", "PACK_KEYS", "ROW_FORMAT", "SQL_MODE", "STATS_AUTO_RECALC",
          "STATS_PERSISTENT");

  private final MysqlTokens in;

  private TableDefinition(MysqlTokens in) {
    this.in = in;
  }

  /// The same statement without what only MySQL knows; every other statement as it is.
  static List<MysqlToken> plain(List<MysqlToken> tokens) {
    MysqlTokens in = new MysqlTokens(tokens);
    TableDefinition definition = new TableDefinition(in);
    if (!in.at("CREATE") || !definition.head()) {
      return tokens;
    }
    definition.items();
    definition.options();
    in.copyRest();
    return in.written();
  }

  /// Up to the parenthesis that opens the columns.
  private boolean head() {
    in.copy();
    if (in.at("OR", "REPLACE")) {
      in.copy();
      in.copy();
    }
    while (in.atOneOf(STORAGE)) {
      in.drop();
    }
    if (in.at("TEMPORARY") || in.at("TEMP")) {
      in.copy();
    }
    if (!in.at("TABLE")) {
      return false;
    }
    in.copy();
    if (in.accept("IF", "NOT", "EXISTS")) {
      in.write("IF", "NOT", "EXISTS");
    }
    in.copy();
    while (in.atSymbol(".")) {
      in.copy();
      in.copy();
    }
    MysqlToken first = in.peek(1);
    return in.atSymbol("(") && first.isName() && !first.isOneOf("SELECT", "WITH", "LIKE");
  }

  private void items() {
    in.copy();
    List<MysqlToken> written = new ArrayList<>();
    do {
      List<MysqlToken> item = TableItem.plain(in.dropItem());
      if (!written.isEmpty() && !item.isEmpty()) {
        written.add(new MysqlToken(MysqlToken.Kind.SYMBOL, 0, 0, ",", ""));
      }
      written.addAll(item);
    } while (in.acceptSymbol(","));
    in.write(written);
    in.copy();
  }

  /// Behind the columns; what is no option of MySQL's is somebody else's.
  private void options() {
    while (true) {
      int comma = in.atSymbol(",") ? 1 : 0;
      boolean initial = in.peek(comma).isWord("DEFAULT");
      MysqlToken option = in.peek(comma + (initial ? 1 : 0));
      boolean characters = option.isOneOf("CHARACTER");
      if (!characters && OPTIONS.stream().noneMatch(option::isWord)) {
        return;
      }
      for (int i = comma + (initial ? 1 : 0) + (characters ? 2 : 1); i > 0; i--) {
        in.drop();
      }
      in.acceptSymbol("=");
      in.drop();
    }
  }
}
