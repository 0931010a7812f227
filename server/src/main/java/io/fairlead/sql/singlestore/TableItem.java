package io.fairlead.sql.singlestore;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.util.List;
import java.util.Set;

/// One column or one key of a [TableDefinition].
final class TableItem {
  /// Attributes that mean nothing here.
  private static final Set<String> ALONE =
      Set.of("NULL", "SIGNED", "SPARSE", "ASCII", "UNICODE", "BINARY");

  /// Those that a word or a text follows.
  private static final Set<String> WITH_ONE =
      Set.of("COMMENT", "CHARSET", "OPTION", "COLUMN_FORMAT", "STORAGE", "SERIES");

  private static final Set<String> NOW =
      Set.of("CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP");

  private final MysqlTokens in;

  private TableItem(MysqlTokens in) {
    this.in = in;
  }

  /// @return empty for an index, which only makes some queries faster there
  static List<MysqlToken> plain(List<MysqlToken> item) {
    MysqlTokens in = new MysqlTokens(item);
    TableItem reading = new TableItem(in);
    if (in.at("CONSTRAINT")) {
      int named = in.peek(1).isOneOf("PRIMARY", "UNIQUE", "FOREIGN", "CHECK") ? 1 : 2;
      boolean key = in.peek(named).isOneOf("PRIMARY", "UNIQUE");
      for (int i = 0; key && i < named; i++) {
        in.drop();
      }
    }
    if (in.at("PRIMARY") || in.at("UNIQUE")) {
      reading.key();
    } else if (in.at("CONSTRAINT") || in.at("FOREIGN") || in.at("CHECK")) {
      in.copyRest();
    } else if (!reading.isIndex()) {
      reading.column();
    }
    return in.written();
  }

  private boolean isIndex() {
    boolean kind =
        in.at("SHARD") || in.at("SORT") || in.at("SPATIAL") || in.at("VECTOR");
    return in.at("KEY")
        || in.at("INDEX")
        || in.at("FULLTEXT")
        || (kind && in.peek(1).isOneOf("KEY", "INDEX"));
  }

  /// SingleStore prints a primary key of a columnstore as `UNIQUE KEY PRIMARY`.
  private void key() {
    boolean primary = in.drop().isWord("PRIMARY");
    if (!in.accept("KEY")) {
      in.accept("INDEX");
    }
    while (!in.atEnd() && !in.atSymbol("(")) {
      primary |= in.drop().value().equalsIgnoreCase("PRIMARY");
    }
    in.write(primary ? new String[] {"PRIMARY", "KEY"} : new String[] {"UNIQUE"});
    if (in.acceptSymbol("(")) {
      in.write("(");
      do {
        in.copy();
        // A length, and an order.
        List<MysqlToken> _ = in.dropItem();
      } while (in.atSymbol(",") && comma());
      in.write(")");
      in.acceptSymbol(")");
    }
    boolean enforced = true;
    while (!in.atEnd()) {
      enforced &= !in.drop().isWord("UNENFORCED");
    }
    if (!enforced) {
      in.written().clear();
    }
  }

  private boolean comma() {
    in.copy();
    return true;
  }

  private void column() {
    MysqlToken name = in.peek(0);
    in.copy();
    if (in.at("AS")) {
      throw refused(name, "computed columns are not supported", "Compute it in a view.");
    }
    List<MysqlToken> checks = MysqlColumnType.write(in, name);
    while (!in.atEnd()) {
      attribute(name);
    }
    in.write(checks);
  }

  private void attribute(MysqlToken name) {
    if (in.at("AUTO_INCREMENT")) {
      throw refused(
          name,
          "AUTO_INCREMENT is not supported",
          "CREATE SEQUENCE s, and DEFAULT nextval('s') in its place.");
    }
    if (in.at("ON", "UPDATE")) {
      throw refused(
          name, "ON UPDATE is not supported", "Leave it away, and set the column in UPDATE.");
    }
    if (in.atOneOf(ALONE)) {
      in.drop();
    } else if (in.atOneOf(WITH_ONE)) {
      in.drop();
      in.drop();
    } else if (in.accept("CHARACTER", "SET")) {
      in.drop();
    } else if (in.at("COLLATE") && in.peek(1).isCollation()) {
      in.drop();
      in.drop();
    } else if (in.at("UNIQUE")) {
      in.copy();
      in.accept("KEY");
    } else if (in.accept("PRIMARY", "KEY") || in.accept("KEY")) {
      in.write("PRIMARY", "KEY");
    } else if (in.at("DEFAULT")) {
      initial();
    } else if (in.at("NOT")) {
      in.copy();
      in.copy();
    } else if (in.atSymbol("(")) {
      in.write(in.dropParentheses());
    } else {
      in.copy();
    }
  }

  private void initial() {
    in.copy();
    if (in.atOneOf(NOW)) {
      in.drop();
      List<MysqlToken> _ = in.dropParentheses();
      in.write("now", "(", ")");
    } else {
      in.copy();
    }
  }

  static Refusal refused(MysqlToken column, String what, String hint) {
    return Problem.of(
            ProblemKind.NOT_SUPPORTED, "column \"" + column.value() + "\": " + what)
        .withHint(hint)
        .refusal();
  }
}
