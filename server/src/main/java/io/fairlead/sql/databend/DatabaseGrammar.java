package io.fairlead.sql.databend;

import io.fairlead.base.ProblemKind;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.SchemaDefaults;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import java.util.Optional;

/// CREATE and ALTER DATABASE, which is a schema here, with the storage of its tables.
final class DatabaseGrammar {
  private DatabaseGrammar() {}

  static Optional<Statement> create(TokenReader in) {
    if (!in.accept("CREATE", "DATABASE")) {
      return Optional.empty();
    }
    boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
    String name = in.identifier("the name of a database");
    SchemaDefaults defaults = SchemaDefaults.NONE;
    if (!in.atEnd() && in.accept("OPTIONS")) {
      defaults = defaults(in);
    } else if (in.atOneOf("DEFAULT_STORAGE_CONNECTION", "DEFAULT_STORAGE_PATH")) {
      defaults = bare(in);
    }
    return Optional.of(new Statement.CreateSchema(name, ifNotExists, defaults));
  }

  static Optional<Statement> alter(TokenReader in) {
    if (!in.accept("ALTER", "DATABASE")) {
      return Optional.empty();
    }
    boolean ifExists = in.accept("IF", "EXISTS");
    String name = in.identifier("the name of a database");
    in.expect("SET");
    in.expect("OPTIONS");
    return Optional.of(new Statement.AlterSchemaDefaults(name, ifExists, defaults(in)));
  }

  private static SchemaDefaults defaults(TokenReader in) {
    in.expectSymbol("(");
    SchemaDefaults defaults = bare(in);
    in.expectSymbol(")");
    return defaults;
  }

  private static SchemaDefaults bare(TokenReader in) {
    SchemaDefaults defaults = SchemaDefaults.NONE;
    do {
      if (in.accept("DEFAULT_STORAGE_CONNECTION")) {
        mustBeFirst(in, defaults.connection());
        in.expectSymbol("=");
        ObjectName name = in.objectNameOrText("the name of a connection");
        defaults = new SchemaDefaults(Optional.of(name), defaults.uri());
      } else if (in.accept("DEFAULT_STORAGE_PATH")) {
        mustBeFirst(in, defaults.uri());
        in.expectSymbol("=");
        String uri = in.text("a location in quotes");
        defaults = new SchemaDefaults(defaults.connection(), Optional.of(uri));
      } else {
        throw in.unexpected("DEFAULT_STORAGE_CONNECTION or DEFAULT_STORAGE_PATH");
      }
      in.acceptSymbol(",");
    } while (!in.atEnd() && !in.atSymbol(")"));
    return defaults;
  }

  private static void mustBeFirst(TokenReader in, Optional<?> before) {
    if (before.isPresent()) {
      throw in.problem(ProblemKind.SYNTAX, "an option is specified more than once");
    }
  }
}
