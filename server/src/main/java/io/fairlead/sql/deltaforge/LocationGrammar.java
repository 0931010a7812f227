package io.fairlead.sql.deltaforge;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.sql.ConnectionAction;
import io.fairlead.sql.Listing;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.WithClause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CREATE and ALTER of storage credentials and external locations, DeltaForge's second family. They are
/// connections too, whose clauses have other words. Each method stands behind the words that name the
/// kind.
final class LocationGrammar {
  static final String URL = "url";
  static final String CREDENTIAL = "storage_credential";

  /// DeltaForge's word for the option of a type that has another word elsewhere.
  private static final String ROLE = "role_arn";

  private final Spellings spellings;
  private final OptionGrammar options;
  private final ConnectionGrammar connections;

  LocationGrammar(Spellings spellings, OptionGrammar options, ConnectionGrammar connections) {
    this.spellings = spellings;
    this.options = options;
    this.connections = connections;
  }

  /// What has been read of a CREATE.
  private static final class Clauses {
    private final Once once = new Once();
    private final List<OptionEdit.Set> listed = new ArrayList<>();
    private Optional<StorageIdentity> identity = Optional.empty();
    private Optional<OptionEdit.Set> url = Optional.empty();
    private Optional<OptionEdit.Set> credential = Optional.empty();
    private String comment = "";
    private boolean validate;
  }

  /// The clauses come in any order, WITH (VALIDATE) at the end.
  Statement.CreateConnection create(TokenReader in, Listing of, boolean orReplace) {
    boolean ifNotExists = !orReplace && in.accept("IF", "NOT", "EXISTS");
    // One quote too few or too many in any text turns a later secret into a word.
    in.conceal();
    ObjectName name = ObjectWords.name(in, of);
    boolean location = of == Listing.EXTERNAL_LOCATION;
    Clauses read = new Clauses();
    while (!in.atEnd()) {
      if (in.at("WITH") && !(location && atCredential(in))) {
        read.validate = WithClause.read(in, WithClause.CREATE).validate().orElse(false);
        break;
      }
      clause(in, location, read);
    }
    return location ? location(in, name, ifNotExists, read) : identity(in, name, ifNotExists, read);
  }

  private void clause(TokenReader in, boolean location, Clauses read) {
    int position = in.peek().position();
    if (read.once.accept(in, "OPTIONS")) {
      options.options(in).forEach(option -> read.listed.add(location ? option : named(option)));
    } else if (read.once.accept(in, "COMMENT")) {
      read.comment = in.text("a comment in quotes");
    } else if (!location && read.once.accept(in, "TYPE")) {
      in.expectSymbol("=");
      read.identity = Optional.of(StorageIdentity.read(in));
    } else if (location && read.once.accept(in, "URL")) {
      read.url = Optional.of(url(in, position));
    } else if (location && read.once.accept(in, "WITH")) {
      in.expectSymbol("(");
      in.expect("STORAGE", "CREDENTIAL");
      read.credential = Optional.of(credential(in, position));
      in.expectSymbol(")");
    } else {
      throw in.unexpected(
          location
              ? "URL, WITH (STORAGE CREDENTIAL …), OPTIONS, COMMENT or WITH (VALIDATE)"
              : "TYPE, OPTIONS, COMMENT or WITH (VALIDATE)");
    }
  }

  private static boolean atCredential(TokenReader in) {
    return in.at("WITH") && in.peek(1).isSymbol("(") && in.peek(2).is("STORAGE");
  }

  private static OptionEdit.Set url(TokenReader in, int position) {
    return new OptionEdit.Set(
        URL, new OptionLiteral.Text(in.text("a URL in quotes")), position);
  }

  private static OptionEdit.Set credential(TokenReader in, int position) {
    in.acceptSymbol("=");
    ObjectName name = ObjectWords.name(in, Listing.STORAGE_CREDENTIAL);
    return new OptionEdit.Set(CREDENTIAL, new OptionLiteral.Word(name), position);
  }

  private static OptionEdit.Set named(OptionEdit.Set option) {
    return option.key().equals(ROLE)
        ? new OptionEdit.Set(StorageIdentity.ROLE, option.value(), option.position())
        : option;
  }

  private Statement.CreateConnection identity(
      TokenReader in, ObjectName name, boolean ifNotExists, Clauses read) {
    StorageIdentity identity = read.identity.orElseThrow(() -> in.unexpected("TYPE"));
    if (read.listed.stream().noneMatch(option -> option.key().equals(identity.key()))) {
      String wanted = identity.key().equals(StorageIdentity.ROLE) ? ROLE : identity.key();
      throw in.problem(
          ProblemKind.INVALID_OPTION, identity.word() + " needs the option " + wanted);
    }
    return made(name, ifNotExists, identity.type(), read.listed, read);
  }

  private Statement.CreateConnection location(
      TokenReader in, ObjectName name, boolean ifNotExists, Clauses read) {
    List<OptionEdit.Set> set = new ArrayList<>();
    set.add(read.url.orElseThrow(() -> in.unexpected("URL")));
    read.credential.ifPresent(set::add);
    set.addAll(read.listed);
    return made(name, ifNotExists, Spellings.LOCATION, set, read);
  }

  private Statement.CreateConnection made(
      ObjectName name,
      boolean ifNotExists,
      String type,
      List<OptionEdit.Set> set,
      Clauses read) {
    spellings.checkOnce(set);
    return new Statement.CreateConnection(
        name,
        ifNotExists,
        type,
        set,
        read.comment,
        Optional.of(read.validate),
        DeltaForgeDialect.NAME);
  }

  /// DeltaForge's clauses, and the actions of connections.
  Statement alter(TokenReader in, Listing of) {
    return connections.alter(in, of, () -> actions(in, of == Listing.EXTERNAL_LOCATION));
  }

  /// The options of `SET (…)` are edits each; the others stay as they are.
  private List<ConnectionAction> actions(TokenReader in, boolean location) {
    int position = in.peek().position();
    if (in.at("SET") && in.peek(1).isSymbol("(")) {
      in.next();
      List<OptionEdit.Set> set = options.options(in);
      if (set.isEmpty()) {
        throw Problem.of(ProblemKind.SYNTAX, "SET names no option").at(position).refusal();
      }
      return set.stream()
          .map(option -> edit(location ? option : named(option)))
          .toList();
    }
    if (location && in.accept("SET", "URL")) {
      return List.of(edit(url(in, position)));
    }
    if (location && in.accept("SET", "STORAGE", "CREDENTIAL")) {
      return List.of(edit(credential(in, position)));
    }
    if (location && in.accept("UNSET", "STORAGE", "CREDENTIAL")) {
      return List.of(edit(new OptionEdit.Reset(CREDENTIAL, position)));
    }
    if (in.accept("COMMENT")) {
      return List.of(new ConnectionAction.Describe(in.text("a comment in quotes")));
    }
    if (in.atOneOf("SET", "UNSET", "RENAME", "OWNER", "ROLLBACK")) {
      return List.of(connections.action(in, false));
    }
    throw in.unexpected(
        "SET (…), "
            + (location ? "SET URL, SET STORAGE CREDENTIAL, " : "")
            + "COMMENT, OWNER TO, RENAME TO, UNSET OPTION or ROLLBACK TO VERSION");
  }

  private static ConnectionAction edit(OptionEdit edit) {
    return new ConnectionAction.EditOptions(List.of(edit));
  }
}
