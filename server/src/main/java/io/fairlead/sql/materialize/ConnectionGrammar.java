package io.fairlead.sql.materialize;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.Kind;
import io.fairlead.sql.ConnectionAction;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.WithClause;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// CREATE CONNECTION and ALTER CONNECTION. Each method stands behind those two words.
final class ConnectionGrammar {
  private static final String WHAT = "the name of a connection";

  private final Spellings spellings;
  private final OptionGrammar options;

  ConnectionGrammar(Spellings spellings) {
    this.spellings = spellings;
    this.options = new OptionGrammar(spellings);
  }

  Statement create(TokenReader in) {
    boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
    ObjectName name = in.objectName(WHAT);
    boolean legacy = in.accept("FOR");
    if (!legacy && !in.accept("TO")) {
      throw in.unexpected("TO or FOR");
    }
    String type = spellings.type(in, Spellings.wordsInRow(in, 6));
    List<OptionEdit.Set> set;
    if (legacy) {
      set = in.list(options::option);
    } else {
      in.expectSymbol("(");
      set = in.list(options::option);
      close(in);
    }
    checkOnce(set);
    Optional<Boolean> validate = WithClause.read(in, WithClause.CREATE).validate();
    return new Statement.CreateConnection(
        name, ifNotExists, type, set, validate, MaterializeDialect.NAME);
  }

  Statement alter(TokenReader in) {
    boolean ifExists = in.accept("IF", "EXISTS");
    ObjectName name = in.objectName(WHAT);
    Optional<Integer> ifVersion =
        in.accept("IF", "VERSION")
            ? Optional.of(in.positive("the number of a version"))
            : Optional.empty();
    List<ConnectionAction> actions = actions(in);
    boolean mayEndInWith =
        actions.getFirst() instanceof ConnectionAction.EditOptions
            || actions.getFirst() instanceof ConnectionAction.RollbackTo;
    WithClause with = mayEndInWith ? WithClause.read(in, WithClause.ALTER) : WithClause.NONE;
    return new Statement.AlterConnection(
        name,
        ifExists,
        actions,
        with.validate(),
        with.overlap(),
        ifVersion,
        MaterializeDialect.NAME);
  }

  private List<ConnectionAction> actions(TokenReader in) {
    if (in.accept("RENAME")) {
      return List.of(new ConnectionAction.RenameTo(ObjectGrammar.newName(in)));
    }
    if (in.accept("OWNER")) {
      return List.of(new ConnectionAction.OwnerTo(ObjectGrammar.newOwner(in)));
    }
    if (in.at("ROTATE")) {
      return List.of(rotate(in));
    }
    if (in.accept("ROLLBACK")) {
      in.expect("TO", "VERSION");
      return List.of(new ConnectionAction.RollbackTo(in.positive("the number of a version")));
    }
    List<OptionEdit> edits = new ArrayList<>();
    do {
      action(in, edits);
    } while (in.acceptSymbol(","));
    checkSet(edits);
    return List.of(new ConnectionAction.EditOptions(edits));
  }

  private void action(TokenReader in, List<OptionEdit> edits) {
    if (in.accept("SET")) {
      in.expectSymbol("(");
      edits.addAll(in.list(options::option));
      close(in);
    } else if (in.accept("DROP") || in.accept("RESET")) {
      in.expectSymbol("(");
      edits.addAll(in.list(options::name));
      close(in);
    } else if (in.at("ROTATE")) {
      throw notAlone(in);
    } else {
      String also = edits.isEmpty() ? "RENAME TO, OWNER TO, ROTATE KEYS, ROLLBACK TO VERSION, " : "";
      throw in.unexpected(also + "SET, DROP or RESET");
    }
  }

  private static void close(TokenReader in) {
    if (!in.acceptSymbol(")")) {
      throw in.unexpected("\",\" or \")\"");
    }
  }

  private static ConnectionAction rotate(TokenReader in) {
    in.expect("ROTATE", "KEYS");
    if (in.atSymbol(",")) {
      throw notAlone(in);
    }
    if (!in.accept("WITH")) {
      return new ConnectionAction.RotateKeys(false);
    }
    in.expectSymbol("(");
    if (in.at("VALIDATE")) {
      throw in.problem(
          ProblemKind.SYNTAX, "ALTER CONNECTION...ROTATE KEYS does not support WITH (VALIDATE)");
    }
    in.expect("FORCE");
    boolean force = WithClause.flag(in, "FORCE");
    in.expectSymbol(")");
    return new ConnectionAction.RotateKeys(force);
  }

  private static Refusal notAlone(TokenReader in) {
    return in.problem(
        ProblemKind.SYNTAX,
        "cannot specify any other actions alongside ALTER CONNECTION...ROTATE KEYS");
  }

  private void checkOnce(List<OptionEdit.Set> set) {
    Set<String> seen = new LinkedHashSet<>();
    for (OptionEdit.Set edit : set) {
      if (!seen.add(edit.key())) {
        throw Problem.of(
                ProblemKind.SYNTAX, spellings.ofOption(edit.key()) + " specified more than once")
            .at(edit.position())
            .refusal();
      }
    }
  }

  /// The actions are a set: an option is changed once a statement. To reset one twice is no change
  /// of mind and passes, as one.
  private void checkSet(List<OptionEdit> edits) {
    List<OptionEdit.Set> set = new ArrayList<>();
    Set<String> reset = new LinkedHashSet<>();
    edits.removeIf(edit -> edit instanceof OptionEdit.Reset(String key, int _) && !reset.add(key));
    for (OptionEdit edit : edits) {
      if (edit instanceof OptionEdit.Set one) {
        set.add(one);
      }
    }
    checkOnce(set);
    List<OptionEdit.Set> both = set.stream().filter(edit -> reset.contains(edit.key())).toList();
    if (!both.isEmpty()) {
      String names =
          String.join(", ", both.stream().map(edit -> spellings.ofOption(edit.key())).toList());
      throw Problem.of(
              ProblemKind.SYNTAX, "cannot both SET and DROP/RESET options " + names)
          .at(both.getFirst().position())
          .refusal();
    }
  }

  /// `VALIDATE CONNECTION`.
  static Statement validateNow(TokenReader in) {
    return new Statement.ValidateConnection(in.objectName(WHAT));
  }

  /// `SHOW [REDACTED] CREATE CONNECTION`.
  static Statement showCreate(TokenReader in, boolean redacted) {
    return new Statement.ShowCreateConnection(in.objectName(WHAT), redacted);
  }

  /// `SHOW HISTORY OF`.
  static Statement showHistory(TokenReader in) {
    Kind kind;
    if (in.accept("CONNECTION")) {
      kind = Kind.CONNECTION;
    } else if (in.accept("SECRET")) {
      kind = Kind.SECRET;
    } else {
      throw in.unexpected("CONNECTION or SECRET");
    }
    return new Statement.ShowHistory(kind, ObjectGrammar.name(in, kind));
  }
}
