package io.fairlead.sql.databend;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.sql.FileSource;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.Letters;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Selection;
import io.fairlead.sql.Statement;
import io.fairlead.sql.StorageClause;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// COPY INTO, LIST and REMOVE.
final class FileGrammar {
  private final OptionGrammar options;

  FileGrammar(OptionGrammar options) {
    this.options = options;
  }

  /// Empty when it begins none of them.
  Optional<Statement> read(TokenReader in) {
    if (in.at("COPY", "INTO")) {
      in.expect("COPY", "INTO");
      in.conceal();
      return Optional.of(atFiles(in) ? copyOut(in) : copyIn(in));
    }
    if ((in.at("LIST") || in.at("LS")) && atFiles(in, 1)) {
      in.next();
      in.conceal();
      FileSource files = files(in);
      return Optional.of(new Statement.ListFiles(files, pattern(in)));
    }
    if ((in.at("REMOVE") || in.at("RM")) && atFiles(in, 1)) {
      in.next();
      in.conceal();
      FileSource files = files(in);
      return Optional.of(new Statement.RemoveFiles(files, pattern(in)));
    }
    return Optional.empty();
  }

  private static boolean atFiles(TokenReader in) {
    return atFiles(in, 0);
  }

  private static boolean atFiles(TokenReader in, int ahead) {
    Token token = in.peek(ahead);
    return token.isSymbol("@") || token.kind() == Token.Kind.TEXT;
  }

  /// `@stage[/path]` or `'uri' [CONNECTION = (…)]`.
  FileSource files(TokenReader in) {
    FileSource place = place(in);
    return place instanceof FileSource.At(String uri, var _)
        ? new FileSource.At(uri, options.connection(in))
        : place;
  }

  /// The same without what may be said of its connection.
  FileSource place(TokenReader in) {
    if (in.atSymbol("@")) {
      in.next();
      Token name = in.peek();
      ObjectName stage = ObjectName.of(in.identifier("the name of a stage"));
      String path = path(in, name.end());
      return new FileSource.InStage(
          new ObjectName(null, null, stage.object(), name.position()), path);
    }
    String text = in.text("a location in quotes or @stage");
    if (!text.startsWith("@")) {
      return new FileSource.At(text, new StorageClause.Inline(List.of()));
    }
    int slash = text.indexOf('/');
    String stage = Letters.lower(slash < 0 ? text.substring(1) : text.substring(1, slash));
    return new FileSource.InStage(
        ObjectName.of(stage), slash < 0 ? "" : text.substring(slash + 1));
  }

  /// What follows a stage's name without a space.
  private static String path(TokenReader in, int end) {
    int at = end;
    Token first = null;
    while (in.peek().start() == at
        && in.peek().kind() != Token.Kind.END
        && !in.atSymbol(",")
        && !in.atSymbol("(")
        && !in.atSymbol(")")
        && !in.atSymbol(";")) {
      Token token = in.next();
      first = first == null ? token : first;
      at = token.end();
    }
    if (first == null) {
      return "";
    }
    String path = in.slice(first);
    if (!path.startsWith("/")) {
      throw Problem.of(ProblemKind.SYNTAX, "a path behind a stage begins with /")
          .at(first.position())
          .refusal();
    }
    return path.substring(1);
  }

  private static Optional<String> pattern(TokenReader in) {
    if (!in.accept("PATTERN")) {
      return Optional.empty();
    }
    in.acceptSymbol("=");
    return Optional.of(in.text("a pattern in quotes"));
  }

  private Statement copyIn(TokenReader in) {
    ObjectName table = in.objectName("the name of a table");
    List<String> columns = new ArrayList<>();
    if (in.acceptSymbol("(")) {
      columns.addAll(in.list(list -> list.identifier("the name of a column")));
      in.expectSymbol(")");
    }
    in.expect("FROM");
    boolean selects = in.acceptSymbol("(");
    Optional<String> expressions = selects ? Optional.of(selected(in)) : Optional.empty();
    FileSource from = files(in);
    Optional<Selection> selection =
        expressions.map(text -> new Selection(text, alias(in)));
    if (selects && !in.acceptSymbol(")")) {
      throw in.problem(
          ProblemKind.NOT_SUPPORTED,
          "a query of COPY INTO has expressions and files, and nothing behind them");
    }
    List<String> names = new ArrayList<>();
    Optional<String> pattern = Optional.empty();
    FormatClause format = FormatClause.NONE;
    SortedMap<String, String> further = new TreeMap<>();
    while (!in.atEnd()) {
      if (in.accept("FILES")) {
        in.expectSymbol("=");
        in.expectSymbol("(");
        names.addAll(in.list(list -> list.text("the name of a file in quotes")));
        in.expectSymbol(")");
      } else if (in.at("PATTERN")) {
        pattern = pattern(in);
      } else if (in.at("FILE_FORMAT")) {
        format = FormatGrammar.format(in);
      } else {
        further(in, further);
      }
    }
    return new Statement.CopyIntoTable(
        table, columns, from, selection, names, pattern, format, further);
  }

  /// The expressions between SELECT and FROM.
  private static String selected(TokenReader in) {
    in.expect("SELECT");
    Token start = in.peek();
    int depth = 0;
    while (depth > 0 || !in.at("FROM")) {
      if (in.atEnd()) {
        throw in.unexpected("FROM");
      }
      if (in.at("SELECT")) {
        throw in.problem(
            ProblemKind.NOT_SUPPORTED, "a query of COPY INTO has no queries inside");
      }
      depth += in.atSymbol("(") ? 1 : in.atSymbol(")") ? -1 : 0;
      in.next();
    }
    if (in.peek().equals(start)) {
      throw in.unexpected("an expression");
    }
    String expressions = in.slice(start);
    in.expect("FROM");
    return expressions;
  }

  private static Optional<String> alias(TokenReader in) {
    return in.accept("AS") || in.peek().isName()
        ? Optional.of(in.identifier("an alias"))
        : Optional.empty();
  }

  private Statement copyOut(TokenReader in) {
    FileSource to = files(in);
    in.expect("FROM");
    String query = query(in);
    FormatClause format = FormatClause.NONE;
    SortedMap<String, String> further = new TreeMap<>();
    while (!in.atEnd()) {
      if (in.at("FILE_FORMAT")) {
        format = FormatGrammar.format(in);
      } else {
        further(in, further);
      }
    }
    return new Statement.CopyIntoFiles(to, "SELECT * FROM " + query, format, further);
  }

  /// A name, or anything in parentheses.
  private static String query(TokenReader in) {
    Token start = in.peek();
    if (!in.atSymbol("(")) {
      in.objectName("the name of a table or a query in parentheses");
      return in.slice(start);
    }
    int depth = 0;
    do {
      if (in.peek().kind() == Token.Kind.END) {
        throw in.unexpected("\")\"");
      }
      depth += in.atSymbol("(") ? 1 : in.atSymbol(")") ? -1 : 0;
      in.next();
    } while (depth > 0);
    return in.slice(start);
  }

  private static void further(TokenReader in, SortedMap<String, String> options) {
    String key = FormatGrammar.key(in);
    in.expectSymbol("=");
    options.put(key, FormatGrammar.value(in));
    in.acceptSymbol(",");
  }
}
