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
    Optional<Boolean> validate = in.accept("WITH") ? validate(in) : Optional.empty();
    return new Statement.CreateConnection(
        name, ifNotExists, type, set, validate, MaterializeDialect.NAME);
  }

  Statement alter(TokenReader in) {
    boolean ifExists = in.accept("IF", "EXISTS");
    ObjectName name = in.objectName(WHAT);
    if (in.accept("RENAME")) {
      return altered(name, ifExists, new ConnectionAction.RenameTo(ObjectGrammar.newName(in)));
    }
    if (in.accept("OWNER")) {
      return altered(name, ifExists, new ConnectionAction.OwnerTo(ObjectGrammar.newOwner(in)));
    }
    if (in.at("ROTATE")) {
      return altered(name, ifExists, rotate(in));
    }
    if (in.accept("ROLLBACK")) {
      in.expect("TO", "VERSION");
      ConnectionAction back =
          new ConnectionAction.RollbackTo(in.positive("the number of a version"));
      return altered(name, ifExists, List.of(back), in);
    }
    List<OptionEdit> edits = new ArrayList<>();
    do {
      action(in, edits);
    } while (in.acceptSymbol(","));
    checkSet(edits);
    return altered(name, ifExists, List.of(new ConnectionAction.EditOptions(edits)), in);
  }

  /// With what follows the actions.
  private static Statement altered(
      ObjectName name, boolean ifExists, List<ConnectionAction> actions, TokenReader in) {
    Optional<Boolean> validate = in.accept("WITH") ? validate(in) : Optional.empty();
    return new Statement.AlterConnection(
        name, ifExists, actions, validate, MaterializeDialect.NAME);
  }

  private static Statement altered(ObjectName name, boolean ifExists, ConnectionAction action) {
    return new Statement.AlterConnection(
        name, ifExists, List.of(action), Optional.empty(), MaterializeDialect.NAME);
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
    boolean force = flagOf(in, "FORCE");
    in.expectSymbol(")");
    return new ConnectionAction.RotateKeys(force);
  }

  private static Refusal notAlone(TokenReader in) {
    return in.problem(
        ProblemKind.SYNTAX,
        "cannot specify any other actions alongside ALTER CONNECTION...ROTATE KEYS");
  }

  /// `(VALIDATE [[=] flag])`, behind WITH.
  private static Optional<Boolean> validate(TokenReader in) {
    in.expectSymbol("(");
    in.expect("VALIDATE");
    boolean validate = flagOf(in, "VALIDATE");
    if (in.acceptSymbol(",")) {
      if (in.at("VALIDATE")) {
        throw in.problem(ProblemKind.SYNTAX, "VALIDATE specified more than once");
      }
      throw in.unexpected("VALIDATE");
    }
    close(in);
    return Optional.of(validate);
  }

  private static boolean flagOf(TokenReader in, String option) {
    if (in.atSymbol(")") || in.atSymbol(",")) {
      return true;
    }
    in.acceptSymbol("=");
    if (!in.atFlag()) {
      throw in.problem(
          ProblemKind.INVALID_OPTION, "invalid " + option + ": cannot use value as boolean");
    }
    return in.flag();
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
