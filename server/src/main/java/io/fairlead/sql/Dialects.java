package io.fairlead.sql;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The dialects of this server in the order in which they are asked. The first that understands a
/// statement wins; when none does, the complaint of the one that got furthest is shown; when it is
/// nobody's, the statement is a query for the engine.
public final class Dialects {
  /// The value of the `dialect` setting that asks all of them.
  public static final String AUTO = "auto";

  private final List<Dialect> dialects;
  private final Dialect general;

  /// @param general what every client says whatever its vendor: transactions, settings, roles; asked
  ///     last, also when a session is narrowed to one dialect
  public Dialects(List<Dialect> dialects, Dialect general) {
    this.dialects = List.copyOf(dialects);
    this.general = general;
  }

  /// A statement with the dialect that read it.
  public record Read(Statement statement, Dialect dialect) {}

  public Optional<Dialect> find(String name) {
    return dialects.stream().filter(dialect -> dialect.name().equals(name)).findFirst();
  }

  /// The dialect that made an object, or the first one when it is not there.
  public Dialect speaking(String name) {
    return find(name).orElse(dialects.getFirst());
  }

  public List<String> names() {
    return dialects.stream().map(Dialect::name).toList();
  }

  /// The same dialects, another one first, and another general one.
  public Dialects startingWith(String first, Dialect otherGeneral) {
    List<Dialect> order = new ArrayList<>(dialects);
    order.sort(Comparator.comparing(dialect -> !dialect.name().equals(first)));
    return new Dialects(order, otherGeneral);
  }

  /// By whose rules a session's texts are cut into tokens: those of the dialect that is asked first.
  ///
  /// @param only a dialect's name, or [#AUTO]
  public Lexis lexis(String only) {
    return speaking(only).lexis();
  }

  /// Reads one statement.
  ///
  /// @param only a dialect's name, or [#AUTO]
  /// @throws io.fairlead.base.Refusal when a dialect knows the statement and it is wrong
  public Read read(String text, String only) {
    Lexis lexis = lexis(only);
    String standard = lexis.standard(text);
    Reading.@Nullable Wrong furthest = null;
    for (Dialect dialect : dialects) {
      if (!only.equals(AUTO) && !only.equals(dialect.name())) {
        continue;
      }
      boolean own = dialect.lexis().equals(lexis);
      switch (dialect.read(own ? text : standard, own ? lexis : Lexis.STANDARD)) {
        case Reading.Understood(Statement statement) -> {
          return new Read(statement, dialect);
        }
        case Reading.Wrong(Problem problem, int reach) ->
            furthest = further(furthest, new Reading.Wrong(dialect.voiced(problem), reach));
        case Reading.NotMine _ -> {}
      }
    }
    switch (general.read(standard)) {
      case Reading.Understood(Statement statement) -> {
        return new Read(statement, general);
      }
      case Reading.Wrong wrong -> furthest = further(furthest, wrong);
      case Reading.NotMine _ -> {}
    }
    if (furthest != null) {
      throw furthest.problem().refusal();
    }
    return new Read(new Statement.Query(standard), general);
  }

  /// A CREATE TABLE without a location, for a schema that has a storage for its tables.
  ///
  /// @param text in the standard's spelling
  /// @return empty when no dialect knows of such tables; then it is the engine's
  public Optional<Read> readInStorage(String text, String only) {
    for (Dialect dialect : dialects) {
      if (only.equals(AUTO) || only.equals(dialect.name())) {
        switch (dialect.readInStorage(text)) {
          case Reading.Understood(Statement statement) -> {
            return Optional.of(new Read(statement, dialect));
          }
          case Reading.Wrong(Problem problem, int _) -> throw dialect.voiced(problem).refusal();
          case Reading.NotMine _ -> {}
        }
      }
    }
    return Optional.empty();
  }

  private static Reading.Wrong further(Reading.@Nullable Wrong one, Reading.Wrong other) {
    return one == null || other.reach() > one.reach() ? other : one;
  }

  /// Checks a value for the `dialect` setting.
  public void mustKnow(String name) {
    if (!name.equals(AUTO) && find(name).isEmpty()) {
      throw Problem.of(ProblemKind.INVALID_OPTION, "unknown dialect \"" + name + "\"")
          .withHint("Dialects are auto, " + String.join(", ", names()) + ".")
          .refusal();
    }
  }
}
