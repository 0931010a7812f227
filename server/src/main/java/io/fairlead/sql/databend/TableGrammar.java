package io.fairlead.sql.databend;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.model.Kind;
import io.fairlead.model.TableColumn;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PlacedAction;
import io.fairlead.sql.Statement;
import io.fairlead.sql.StorageClause;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.WithClause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// CREATE TABLE … 'uri' and ALTER TABLE … CONNECTION. A table without a location is the engine's, and
/// so is every other ALTER.
final class TableGrammar {
  private final OptionGrammar options;

  TableGrammar(OptionGrammar options) {
    this.options = options;
  }

  /// The tokens of `CREATE [OR REPLACE] [TRANSIENT] TABLE [IF NOT EXISTS] name [(…)]` are looked at
  /// before one is taken.
  Optional<Statement> create(TokenReader in) {
    int name = name(in);
    return name > 0 && hasLocation(in, name) ? Optional.of(created(in, true)) : Optional.empty();
  }

  /// The same without a location; empty for what is no such CREATE TABLE, such as a temporary one.
  Optional<Statement> createInStorage(TokenReader in) {
    return name(in) > 0 ? Optional.of(created(in, false)) : Optional.empty();
  }

  /// How far ahead the first token behind TABLE is; 0 when it is no CREATE TABLE.
  private static int name(TokenReader in) {
    int ahead = 1;
    if (in.peek(ahead).is("OR") && in.peek(ahead + 1).is("REPLACE")) {
      ahead += 2;
    }
    if (in.peek(ahead).is("TRANSIENT")) {
      ahead++;
    }
    return in.at("CREATE") && in.peek(ahead).is("TABLE") ? ahead + 1 : 0;
  }

  private Statement created(TokenReader in, boolean located) {
    in.expect("CREATE");
    boolean orReplace = in.accept("OR", "REPLACE");
    in.accept("TRANSIENT");
    in.expect("TABLE");
    boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
    if (orReplace && ifNotExists) {
      throw in.problem(ProblemKind.SYNTAX, "OR REPLACE and IF NOT EXISTS exclude each other");
    }
    // One quote too few or too many in any text turns a later secret into a word.
    in.conceal();
    ObjectName name = in.objectName("the name of a table");
    List<TableColumn> columns = in.atSymbol("(") ? columns(in) : List.of();
    engine(in);
    String uri = located ? in.text("a location in quotes") : "";
    return new Rest(in, located).read(new Head(name, orReplace, ifNotExists, columns, uri));
  }

  private record Head(
      ObjectName name,
      boolean orReplace,
      boolean ifNotExists,
      List<TableColumn> columns,
      String uri) {}

  /// What stands behind the location, in any order.
  private final class Rest {
    private final TokenReader in;
    private final boolean located;
    private StorageClause connection = new StorageClause.Inline(List.of());
    private FormatClause format = FormatClause.NONE;
    private boolean readOnly;
    private String comment = "";
    private Optional<String> query = Optional.empty();

    private Rest(TokenReader in, boolean located) {
      this.in = in;
      this.located = located;
    }

    private Statement read(Head head) {
      while (!in.atEnd() && query.isEmpty()) {
        clause();
      }
      return new Statement.CreateTable(
          head.name(),
          head.orReplace(),
          head.ifNotExists(),
          head.columns(),
          head.uri(),
          connection,
          format,
          readOnly,
          comment,
          query,
          DatabendDialect.NAME);
    }

    private void clause() {
      if (located && in.at("CONNECTION")) {
        connection = options.connection(in);
      } else if (in.at("FILE_FORMAT")) {
        format = FormatGrammar.format(in);
      } else if (in.accept("STORAGE_FORMAT")) {
        in.expectSymbol("=");
        format = new FormatClause(Optional.of(lower(FormatGrammar.value(in))), format.options());
      } else if (in.accept("READ_ONLY")) {
        in.expectSymbol("=");
        readOnly = in.flag();
      } else if (in.accept("COMMENT")) {
        in.acceptSymbol("=");
        comment = in.text("a comment in quotes");
      } else if (in.accept("AS")) {
        Token start = in.peek();
        if (in.atEnd()) {
          throw in.unexpected("a query");
        }
        while (!in.atEnd()) {
          in.next();
        }
        query = Optional.of(in.slice(start));
      } else {
        throw in.unexpected(
            "CONNECTION, FILE_FORMAT, STORAGE_FORMAT, READ_ONLY, COMMENT or AS");
      }
    }
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  private static void engine(TokenReader in) {
    if (in.accept("ENGINE")) {
      in.expectSymbol("=");
      if (!in.accept("FUSE")) {
        throw in.problem(
            ProblemKind.NOT_SUPPORTED,
            "CREATE TABLE with external location is only supported for FUSE engine");
      }
    }
  }

  /// @param ahead of the first token behind TABLE
  private static boolean hasLocation(TokenReader in, int ahead) {
    int at = ahead;
    if (in.peek(at).is("IF")) {
      at += 3;
    }
    at++;
    while (in.peek(at).isSymbol(".")) {
      at += 2;
    }
    if (in.peek(at).isSymbol("(")) {
      int depth = 0;
      do {
        if (in.peek(at).isSymbol("(")) {
          depth++;
        } else if (in.peek(at).isSymbol(")")) {
          depth--;
        } else if (in.peek(at).kind() == Token.Kind.END) {
          return false;
        }
        at++;
      } while (depth > 0);
    }
    if (in.peek(at).is("ENGINE") && in.peek(at + 1).isSymbol("=")) {
      at += 3;
    }
    return in.peek(at).kind() == Token.Kind.TEXT;
  }

  private static List<TableColumn> columns(TokenReader in) {
    in.expectSymbol("(");
    List<TableColumn> columns = in.list(TableGrammar::column);
    in.expectSymbol(")");
    return columns;
  }

  private static TableColumn column(TokenReader in) {
    String name = in.identifier("the name of a column");
    String type = type(in);
    boolean nullable = true;
    Optional<String> initial = Optional.empty();
    while (!in.atSymbol(",") && !in.atSymbol(")")) {
      if (in.accept("NOT", "NULL")) {
        nullable = false;
      } else if (in.accept("NULL")) {
        nullable = true;
      } else if (in.accept("DEFAULT")) {
        initial = Optional.of(expression(in));
      } else if (in.accept("COMMENT")) {
        in.text("a comment in quotes");
      } else {
        throw in.unexpected("NOT NULL, NULL, DEFAULT, COMMENT, \",\" or \")\"");
      }
    }
    return new TableColumn(name, type, nullable, initial);
  }

  /// A type as it was written, with its parentheses; the engine knows whether there is one.
  private static String type(TokenReader in) {
    Token start = in.peek();
    if (start.kind() != Token.Kind.WORD) {
      throw in.unexpected("the type of a column");
    }
    in.next();
    in.accept("PRECISION");
    in.accept("UNSIGNED");
    if (in.atSymbol("(")) {
      parentheses(in);
    }
    return in.slice(start).toUpperCase(Locale.ROOT);
  }

  private static String expression(TokenReader in) {
    Token start = in.peek();
    while (!in.atSymbol(",") && !in.atSymbol(")") && !in.atEnd() && !in.at("NOT", "NULL")
        && !in.at("COMMENT")) {
      if (in.atSymbol("(")) {
        parentheses(in);
      } else {
        in.next();
      }
    }
    if (in.peek().equals(start)) {
      throw in.unexpected("a value");
    }
    return in.slice(start);
  }

  private static void parentheses(TokenReader in) {
    int depth = 0;
    do {
      if (in.atEnd()) {
        throw in.unexpected("\")\"");
      }
      if (in.atSymbol("(")) {
        depth++;
      } else if (in.atSymbol(")")) {
        depth--;
      }
      in.next();
    } while (depth > 0);
  }

  /// `ALTER TABLE [IF EXISTS] name {CONNECTION = (…) | PIN VERSION n | UNPIN}`.
  Optional<Statement> alter(TokenReader in) {
    int ahead = in.at("ALTER", "TABLE", "IF", "EXISTS") ? 4 : 2;
    if (!in.at("ALTER", "TABLE")) {
      return Optional.empty();
    }
    ahead++;
    while (in.peek(ahead).isSymbol(".")) {
      ahead += 2;
    }
    Token action = in.peek(ahead);
    boolean connects =
        action.is("CONNECTION")
            || (action.is("SET") && in.peek(ahead + 1).is("CONNECTION"));
    boolean pins = action.is("PIN") && in.peek(ahead + 1).is("VERSION");
    if (!connects && !pins && !action.is("UNPIN")) {
      return Optional.empty();
    }
    in.expect("ALTER", "TABLE");
    in.conceal();
    boolean ifExists = in.accept("IF", "EXISTS");
    ObjectName name = in.objectName("the name of a table");
    List<PlacedAction> actions = new ArrayList<>();
    do {
      actions.add(action(in));
    } while (!in.atEnd() && !in.at("WITH"));
    WithClause with = WithClause.read(in, WithClause.CREATE);
    return Optional.of(
        new Statement.AlterPlaced(
            Kind.TABLE, name, ifExists, actions, with.validate(), DatabendDialect.NAME));
  }

  private PlacedAction action(TokenReader in) {
    if (in.accept("PIN")) {
      in.expect("VERSION");
      return new PlacedAction.PinVersion(in.positive("the number of a version"));
    }
    if (in.accept("UNPIN")) {
      return new PlacedAction.FollowVersions();
    }
    boolean bare = in.at("CONNECTION") && !in.peek(1).isSymbol("=");
    if (bare || in.at("SET", "CONNECTION")) {
      throw Problem.of(ProblemKind.SYNTAX, "the connection of a table is set in another form")
          .withHint("Write ALTER TABLE … CONNECTION = (connection_name = '…').")
          .at(in.peek().position())
          .refusal();
    }
    if (!in.at("CONNECTION")) {
      throw in.unexpected("CONNECTION, PIN VERSION or UNPIN");
    }
    return new PlacedAction.SetConnection(options.connection(in));
  }
}
