package io.fairlead.sql.databend;

import io.fairlead.base.ProblemKind;
import io.fairlead.model.Kind;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PlacedAction;
import io.fairlead.sql.Statement;
import io.fairlead.sql.StorageClause;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.WithClause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// CREATE, ALTER and DROP of stages.
final class StageGrammar {
  private final OptionGrammar options;

  StageGrammar(OptionGrammar options) {
    this.options = options;
  }

  Optional<Statement> create(TokenReader in) {
    boolean orReplace = in.at("CREATE", "OR", "REPLACE", "STAGE");
    if (!orReplace && !in.at("CREATE", "STAGE")) {
      return Optional.empty();
    }
    in.expect("CREATE");
    if (orReplace) {
      in.expect("OR", "REPLACE");
    }
    in.expect("STAGE");
    boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
    if (orReplace && ifNotExists) {
      throw in.problem(ProblemKind.SYNTAX, "OR REPLACE and IF NOT EXISTS exclude each other");
    }
    // One quote too few or too many in any text turns a later secret into a word.
    in.conceal();
    ObjectName name = in.objectName("the name of a stage");
    if (in.atEnd()) {
      throw in.problem(
          ProblemKind.NOT_SUPPORTED, "a stage inside of this server is not supported");
    }
    String uri = uri(in);
    StorageClause connection = options.connection(in);
    FormatClause format = FormatClause.NONE;
    String comment = "";
    while (!in.atEnd()) {
      if (in.at("FILE_FORMAT")) {
        format = FormatGrammar.format(in);
      } else if (in.accept("COMMENT")) {
        in.acceptSymbol("=");
        comment = in.text("a comment in quotes");
      } else {
        throw in.unexpected("CONNECTION, FILE_FORMAT or COMMENT");
      }
    }
    return Optional.of(
        new Statement.CreateStage(
            name,
            orReplace,
            ifNotExists,
            uri,
            connection,
            format,
            comment,
            DatabendDialect.NAME));
  }

  private static String uri(TokenReader in) {
    if (in.accept("URL")) {
      in.expectSymbol("=");
    }
    return in.text("a location in quotes");
  }

  /// `ALTER STAGE [IF EXISTS] s {SET …, … | UNSET …}`.
  Optional<Statement> alter(TokenReader in) {
    if (!in.accept("ALTER", "STAGE")) {
      return Optional.empty();
    }
    boolean ifExists = in.accept("IF", "EXISTS");
    in.conceal();
    ObjectName name = in.objectName("the name of a stage");
    if (in.accept("RENAME")) {
      return Optional.of(
          new Statement.Rename(
              Kind.STAGE, name, ifExists, ObjectGrammar.newName(in)));
    }
    if (in.accept("OWNER")) {
      return Optional.of(
          new Statement.ChangeOwner(
              Kind.STAGE, name, ifExists, ObjectGrammar.newOwner(in)));
    }
    List<PlacedAction> actions = new ArrayList<>();
    if (in.accept("UNSET")) {
      boolean bracket = in.acceptSymbol("(");
      do {
        actions.add(unset(in));
      } while (in.acceptSymbol(","));
      if (bracket) {
        in.expectSymbol(")");
      }
    } else {
      in.expect("SET");
      do {
        actions.add(set(in));
        in.acceptSymbol(",");
      } while (!in.atEnd() && !in.at("WITH"));
    }
    WithClause with = WithClause.read(in, WithClause.CREATE);
    return Optional.of(
        new Statement.AlterPlaced(
            Kind.STAGE, name, ifExists, actions, with.validate(), DatabendDialect.NAME));
  }

  private PlacedAction set(TokenReader in) {
    if (in.at("FILE_FORMAT")) {
      return new PlacedAction.SetFormat(FormatGrammar.format(in));
    }
    if (in.accept("COMMENT")) {
      in.acceptSymbol("=");
      return new PlacedAction.Describe(in.text("a comment in quotes"));
    }
    if (in.at("CONNECTION")) {
      return new PlacedAction.SetConnection(options.connection(in));
    }
    if (in.at("URL") || in.peek().kind() == Token.Kind.TEXT) {
      String uri = uri(in);
      return new PlacedAction.SetPlace(uri, options.connection(in));
    }
    throw in.unexpected("URL, CONNECTION, FILE_FORMAT or COMMENT");
  }

  private static PlacedAction unset(TokenReader in) {
    if (in.accept("FILE_FORMAT")) {
      return new PlacedAction.SetFormat(
          new FormatClause(Optional.of("parquet"), Map.of()));
    }
    in.expect("COMMENT");
    return new PlacedAction.Describe("");
  }
}
