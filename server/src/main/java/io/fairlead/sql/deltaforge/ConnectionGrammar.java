package io.fairlead.sql.deltaforge;

import io.fairlead.sql.ConnectionAction;
import io.fairlead.sql.Listing;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.WithClause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// CREATE and ALTER of connections and of credential storages, which are connections to vaults. Each
/// method stands behind the words that name the kind.
final class ConnectionGrammar {
  static final String ACTIVE = "active";

  private final Spellings spellings;
  private final OptionGrammar options;

  ConnectionGrammar(Spellings spellings, OptionGrammar options) {
    this.spellings = spellings;
    this.options = options;
  }

  private static ObjectName name(TokenReader in, Listing of) {
    // One quote too few or too many in any text turns a later secret into a word. And CREATE and
    // ALTER of a credential that is named storage begin with the same words as those of a storage.
    in.conceal();
    return ObjectWords.name(in, of);
  }

  /// The clauses come in any order. DeltaForge never probes at CREATE, so nothing else means yes.
  Statement.CreateConnection create(TokenReader in, Listing of, boolean orReplace) {
    boolean storage = of == Listing.CREDENTIAL_STORAGE;
    boolean ifNotExists = !orReplace && in.accept("IF", "NOT", "EXISTS");
    ObjectName name = name(in, of);
    Once once = new Once();
    Optional<String> type = Optional.empty();
    String comment = "";
    List<OptionEdit.Set> set = new ArrayList<>();
    boolean validate = false;
    while (!in.atEnd()) {
      int position = in.peek().position();
      if (once.accept(in, "TYPE")) {
        in.expectSymbol("=");
        type = Optional.of(storage ? Spellings.storage(in) : spellings.type(in));
      } else if (once.accept(in, "DESCRIPTION")) {
        comment = in.text("a description in quotes");
      } else if (once.accept(in, "OPTIONS")) {
        set.addAll(options.options(in));
      } else if (in.at("WITH")) {
        validate = WithClause.read(in, WithClause.CREATE).validate().orElse(false);
        break;
      } else {
        set.add(storage ? activity(in, position) : signIn(in, position));
      }
    }
    spellings.checkOnce(set);
    set.sort(Comparator.comparingInt(SignInGrammar::order));
    return new Statement.CreateConnection(
        name,
        ifNotExists,
        type.orElseThrow(() -> in.unexpected("TYPE")),
        set,
        comment,
        Optional.of(validate),
        DeltaForgeDialect.NAME);
  }

  private static OptionEdit.Set signIn(TokenReader in, int position) {
    String key =
        SignInGrammar.name(in)
            .orElseThrow(
                () ->
                    in.unexpected(
                        "TYPE, DESCRIPTION, OPTIONS, WITH, " + SignInGrammar.WORDS));
    return SignInGrammar.set(in, key, position);
  }

  private static OptionEdit.Set activity(TokenReader in, int position) {
    boolean active = in.accept("ACTIVE");
    if (!active && !in.accept("INACTIVE")) {
      throw in.unexpected("TYPE, DESCRIPTION, OPTIONS, ACTIVE, INACTIVE or WITH");
    }
    return new OptionEdit.Set(ACTIVE, new OptionLiteral.Flag(active), position);
  }

  Statement alter(TokenReader in, Listing of) {
    return alter(in, of, () -> List.of(action(in, of == Listing.CREDENTIAL_STORAGE)));
  }

  /// One or more actions, with nothing between them.
  ///
  /// @param next reads what comes next
  Statement alter(TokenReader in, Listing of, Supplier<List<ConnectionAction>> next) {
    boolean ifExists = in.accept("IF", "EXISTS");
    ObjectName name = name(in, of);
    Optional<Integer> ifVersion =
        in.accept("IF", "VERSION")
            ? Optional.of(in.positive("the number of a version"))
            : Optional.empty();
    List<ConnectionAction> actions = new ArrayList<>();
    do {
      actions.addAll(next.get());
    } while (!in.atEnd() && !in.at("WITH"));
    WithClause with = WithClause.read(in, WithClause.ALTER);
    return new Statement.AlterConnection(
        name,
        ifExists,
        actions,
        Optional.of(with.validate().orElse(false)),
        with.overlap(),
        ifVersion,
        of.family(),
        DeltaForgeDialect.NAME);
  }

  /// @param storage for ACTIVE and INACTIVE too
  ConnectionAction action(TokenReader in, boolean storage) {
    int position = in.peek().position();
    if (in.accept("SET")) {
      return set(in);
    }
    if (in.accept("UNSET")) {
      return edit(unset(in));
    }
    if (in.accept("RENAME")) {
      in.expect("TO");
      return new ConnectionAction.RenameTo(in.identifierOrText("the new name"));
    }
    if (in.accept("OWNER")) {
      in.expect("TO");
      return new ConnectionAction.OwnerTo(in.identifierOrText("the name of a role"));
    }
    if (in.accept("ROLLBACK")) {
      in.expect("TO", "VERSION");
      return new ConnectionAction.RollbackTo(in.positive("the number of a version"));
    }
    if (in.accept("ROTATE")) {
      in.expect("KEYS");
      return new ConnectionAction.RotateKeys(in.accept("FORCE"));
    }
    if (storage && in.atOneOf("ACTIVE", "INACTIVE")) {
      return edit(activity(in, position));
    }
    throw in.unexpected(
        (storage ? "ACTIVE, INACTIVE, " : "")
            + "SET, UNSET, RENAME TO, OWNER TO, ROLLBACK TO VERSION or ROTATE KEYS");
  }

  private static ConnectionAction edit(OptionEdit edit) {
    return new ConnectionAction.EditOptions(List.of(edit));
  }

  private ConnectionAction set(TokenReader in) {
    Token first = in.peek();
    if (in.accept("OPTIONS")) {
      return edit(new OptionEdit.ReplaceAll(options.options(in)));
    }
    if (in.accept("OPTION")) {
      return edit(options.option(in));
    }
    if (in.accept("DESCRIPTION")) {
      return new ConnectionAction.Describe(in.text("a description in quotes"));
    }
    String key =
        SignInGrammar.name(in)
            .orElseThrow(
                () -> in.unexpected("OPTIONS, OPTION, DESCRIPTION, " + SignInGrammar.WORDS));
    return edit(SignInGrammar.set(in, key, first.position()));
  }

  private OptionEdit unset(TokenReader in) {
    Token first = in.peek();
    if (in.accept("OPTION")) {
      return options.name(in);
    }
    String key =
        SignInGrammar.name(in)
            .orElseThrow(() -> in.unexpected("OPTION, " + SignInGrammar.WORDS));
    return new OptionEdit.Reset(key, first.position());
  }
}
