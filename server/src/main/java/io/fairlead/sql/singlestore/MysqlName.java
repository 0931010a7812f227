package io.fairlead.sql.singlestore;

import io.fairlead.sql.BackslashLiteral;
import io.fairlead.sql.ObjectName;
import java.util.stream.Collectors;

/// Names and texts as MySQL writes them: every name in backticks.
final class MysqlName {
  private MysqlName() {}

  static String of(String part) {
    return '`' + part.replace("`", "``") + '`';
  }

  static String of(ObjectName name) {
    return name.parts().stream().map(MysqlName::of).collect(Collectors.joining("."));
  }

  static String text(String value) {
    return BackslashLiteral.of(value, '\'');
  }
}
