package io.fairlead.sql.deltaforge;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.Kind;
import io.fairlead.model.Secret;
import io.fairlead.sql.Letters;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.SecretAction;
import io.fairlead.sql.SecretClauses;
import io.fairlead.sql.SecretSource;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TimeLiteral;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.TypedSecret;
import io.fairlead.sql.WithClause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CREATE and ALTER of a VAULT or CREDENTIAL, which are one. Each method stands behind that word.
///
/// Whoever forgets the word SECRET has the secret anywhere behind the name, so that no error from
/// there on quotes what it found.
final class CredentialGrammar {
  static final String WHAT = "the name of a credential";

  /// The server's own vault, where secrets are when no storage is named.
  private static final String KEYCHAIN = "os keychain";

  private static final String SOURCES = "SECRET, GENERATE or LINKED EXTERNAL SECRET";

  private final Once once = new Once();
  private Optional<Source> source = Optional.empty();
  private Optional<String> type = Optional.empty();
  private Optional<ObjectName> storage = Optional.empty();
  private Optional<String> comment = Optional.empty();
  private Optional<Instant> expires = Optional.empty();
  private Optional<String> algorithm = Optional.empty();
  private Optional<Integer> keySize = Optional.empty();
  private Optional<Duration> maxStale = Optional.empty();
  private int stalePosition;

  private CredentialGrammar() {}

  private record Source(SecretSource value, int position) {}

  static Statement create(TokenReader in) {
    boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
    ObjectName name = in.objectNameOrText(WHAT);
    in.conceal();
    CredentialGrammar clauses = new CredentialGrammar();
    while (!in.atEnd()) {
      clauses.clause(in);
    }
    return clauses.created(in, name, ifNotExists);
  }

  private void clause(TokenReader in) {
    int position = in.peek().position();
    if (once.accept(in, "TYPE")) {
      in.expectSymbol("=");
      type = Optional.of(type(in));
    } else if (once.accept(in, "ALGORITHM")) {
      algorithm = Optional.of(in.text("the name of an algorithm in quotes"));
    } else if (once.accept(in, "KEY_SIZE")) {
      keySize = Optional.of(in.positive("a number of bits"));
    } else if (once.accept(in, "IN CREDENTIAL STORAGE")) {
      storage = storage(in);
    } else if (once.accept(in, "DESCRIPTION")) {
      comment = Optional.of(in.text("a description in quotes"));
    } else if (once.accept(in, "EXPIRES")) {
      expires = Optional.of(TimeLiteral.instant(in, "EXPIRES"));
    } else if (once.accept(in, "MAX_STALE")) {
      stalePosition = position;
      maxStale =
          Optional.of(
              TimeLiteral.duration(
                  in, "MAX_STALE", Limits.SHORTEST_STALE, Limits.LONGEST_STALE));
    } else if (in.atOneOf("SECRET", "GENERATE", "LINKED")) {
      if (source.isPresent()) {
        throw in.problem(ProblemKind.SYNTAX, "only one of " + SOURCES + " may be given");
      }
      source = Optional.of(new Source(source(in), position));
    } else {
      throw in.unexpected(
          "TYPE, ALGORITHM, KEY_SIZE, "
              + "SECRET, GENERATE, LINKED EXTERNAL SECRET, IN CREDENTIAL STORAGE, DESCRIPTION, "
              + "EXPIRES or MAX_STALE");
    }
  }

  private static String type(TokenReader in) {
    if (in.accept("ENCRYPTION_KEY")) {
      return Secret.ENCRYPTION_KEY;
    }
    if (in.accept("CREDENTIAL")) {
      return Secret.TEXT;
    }
    throw in.unexpected("ENCRYPTION_KEY or CREDENTIAL");
  }

  private static SecretSource source(TokenReader in) {
    if (in.accept("GENERATE")) {
      return new SecretSource.Generated();
    }
    if (in.accept("LINKED")) {
      in.expect("EXTERNAL", "SECRET");
      return new SecretSource.Linked(in.text("the name of the external secret in quotes"));
    }
    in.expect("SECRET");
    return TypedSecret.read(in);
  }

  private static Optional<ObjectName> storage(TokenReader in) {
    ObjectName name = in.objectNameOrText("the name of a credential storage");
    boolean own =
        name.schema() == null && Letters.lower(name.object()).replace('_', ' ').equals(KEYCHAIN);
    return own ? Optional.empty() : Optional.of(name);
  }

  private Statement created(TokenReader in, ObjectName name, boolean ifNotExists) {
    String wanted = type.orElseThrow(() -> in.unexpected("TYPE"));
    Source from = source.orElseThrow(() -> in.unexpected(SOURCES));
    boolean key = wanted.equals(Secret.ENCRYPTION_KEY);
    if (key != from.value() instanceof SecretSource.Generated) {
      throw wrong(
          key ? "an ENCRYPTION_KEY is made with GENERATE" : "GENERATE is only for ENCRYPTION_KEY",
          from.position());
    }
    if (maxStale.isPresent() && !(from.value() instanceof SecretSource.Linked)) {
      throw wrong("MAX_STALE is only for LINKED EXTERNAL SECRET", stalePosition);
    }
    return new Statement.CreateSecret(
        name,
        ifNotExists,
        from.value(),
        new SecretClauses(wanted, storage, comment, expires, algorithm, keySize, maxStale));
  }

  private static Refusal wrong(String message, int position) {
    return Problem.of(ProblemKind.INVALID_OPTION, message).at(position).refusal();
  }

  /// DeltaForge's actions in any number; OWNER TO and ROLLBACK, which are ours, stand alone.
  static Statement alter(TokenReader in) {
    boolean ifExists = in.accept("IF", "EXISTS");
    ObjectName name = in.objectNameOrText(WHAT);
    in.conceal();
    if (in.accept("OWNER")) {
      in.expect("TO");
      return new Statement.ChangeOwner(
          Kind.SECRET, name, ifExists, in.identifierOrText("the name of a role"));
    }
    if (in.accept("ROLLBACK")) {
      in.expect("TO", "VERSION");
      return new Statement.RollbackSecret(
          name, ifExists, in.positive("the number of a version"));
    }
    List<SecretAction> actions = new ArrayList<>();
    do {
      actions.add(action(in));
    } while (!in.atEnd() && !in.at("WITH"));
    return new Statement.AlterSecret(
        name, ifExists, actions, WithClause.read(in, WithClause.SECRET).overlap());
  }

  private static SecretAction action(TokenReader in) {
    if (in.accept("ROTATE")) {
      return new SecretAction.Rotate();
    }
    if (in.accept("RENAME")) {
      in.expect("TO");
      return new SecretAction.RenameTo(in.identifierOrText("the new name"));
    }
    if (!in.accept("SET")) {
      throw in.unexpected("ROTATE, SET, RENAME TO, OWNER TO or ROLLBACK TO VERSION");
    }
    if (in.accept("SECRET")) {
      return new SecretAction.SetValue(TypedSecret.read(in));
    }
    if (in.accept("DESCRIPTION")) {
      return new SecretAction.Describe(in.text("a description in quotes"));
    }
    if (in.accept("EXPIRES")) {
      return new SecretAction.ExpireAt(TimeLiteral.instant(in, "EXPIRES"));
    }
    throw in.unexpected("SECRET, DESCRIPTION or EXPIRES");
  }
}
