package io.fairlead.sql;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `WITH (VALIDATE [[=] flag], OVERLAP = 'time' [, PROOFS = n], PAUSE [[=] flag])` at the end of a CREATE
/// or ALTER, in any order.
///
/// @param validate empty when it is not written
/// @param pause whether running pipelines take the change at their next batch; empty when it is not
///     written
public record WithClause(
    Optional<Boolean> validate, Optional<OverlapClause> overlap, Optional<Boolean> pause) {
  public static final WithClause NONE = new WithClause(Optional.empty(), Optional.empty());

  public WithClause(Optional<Boolean> validate, Optional<OverlapClause> overlap) {
    this(validate, overlap, Optional.empty());
  }

  /// What may stand in it behind a CREATE.
  public static final Set<Part> CREATE = Set.of(Part.VALIDATE);

  /// Behind an ALTER of a connection.
  public static final Set<Part> ALTER = Set.of(Part.VALIDATE, Part.OVERLAP, Part.PROOFS);

  /// Behind an ALTER that running pipelines keep from happening.
  public static final Set<Part> LINK =
      Set.of(Part.VALIDATE, Part.OVERLAP, Part.PROOFS, Part.PAUSE);

  /// Behind an ALTER of a secret.
  public static final Set<Part> SECRET = Set.of(Part.OVERLAP, Part.PROOFS);

  /// The words that it knows.
  public enum Part {
    VALIDATE,
    OVERLAP,
    PROOFS,
    PAUSE
  }

  /// Reads it when it comes next.
  public static WithClause read(TokenReader in, Set<Part> allowed) {
    if (!in.accept("WITH")) {
      return NONE;
    }
    in.expectSymbol("(");
    EnumSet<Part> seen = EnumSet.noneOf(Part.class);
    Optional<Boolean> validate = Optional.empty();
    Optional<Duration> overlap = Optional.empty();
    int proofs = OverlapClause.PROOFS;
    Optional<Boolean> pause = Optional.empty();
    do {
      switch (part(in, allowed, seen)) {
        case VALIDATE -> validate = Optional.of(flag(in, "VALIDATE"));
        case OVERLAP -> {
          in.acceptSymbol("=");
          overlap =
              Optional.of(
                  TimeLiteral.duration(
                      in, "OVERLAP", Limits.SHORTEST_OVERLAP, Limits.LONGEST_OVERLAP));
        }
        case PROOFS -> proofs = proofs(in);
        case PAUSE -> pause = Optional.of(flag(in, "PAUSE"));
      }
    } while (in.acceptSymbol(","));
    if (seen.contains(Part.PROOFS) && overlap.isEmpty()) {
      throw in.problem(ProblemKind.SYNTAX, "PROOFS goes with OVERLAP");
    }
    if (!in.acceptSymbol(")")) {
      throw in.unexpected("\",\" or \")\"");
    }
    int needed = proofs;
    return new WithClause(
        validate, overlap.map(time -> new OverlapClause(time, needed)), pause);
  }

  private static Part part(TokenReader in, Set<Part> allowed, Set<Part> seen) {
    for (Part part : Part.values()) {
      if (allowed.contains(part) && in.at(part.name())) {
        if (!seen.add(part)) {
          throw in.problem(ProblemKind.SYNTAX, part + " specified more than once");
        }
        in.next();
        return part;
      }
    }
    List<String> words = new ArrayList<>(allowed.stream().sorted().map(Part::name).toList());
    String last = words.removeLast();
    throw in.unexpected(words.isEmpty() ? last : String.join(", ", words) + " or " + last);
  }

  /// `[[=] flag]` behind a word that means yes when it stands alone.
  public static boolean flag(TokenReader in, String word) {
    if (in.atSymbol(")") || in.atSymbol(",")) {
      return true;
    }
    in.acceptSymbol("=");
    if (!in.atFlag()) {
      throw in.problem(
          ProblemKind.INVALID_OPTION, "invalid " + word + ": cannot use value as boolean");
    }
    return in.flag();
  }

  private static int proofs(TokenReader in) {
    in.acceptSymbol("=");
    int position = in.peek().position();
    int proofs = in.positive("a whole number from 1");
    if (proofs > Limits.OVERLAP_PROOFS) {
      throw Problem.of(
              ProblemKind.INVALID_OPTION, "PROOFS must be at most " + Limits.OVERLAP_PROOFS)
          .at(position)
          .refusal();
    }
    return proofs;
  }

  /// With a space in front; empty when there is nothing to say.
  public String text() {
    List<String> parts = new ArrayList<>();
    validate.ifPresent(wanted -> parts.add("VALIDATE = " + wanted));
    if (overlap.isPresent()) {
      parts.add("OVERLAP = '" + TimeLiteral.words(overlap.get().time()) + "'");
      if (overlap.get().proofs() != OverlapClause.PROOFS) {
        parts.add("PROOFS = " + overlap.get().proofs());
      }
    }
    pause.ifPresent(wanted -> parts.add("PAUSE = " + wanted));
    return parts.isEmpty() ? "" : " WITH (" + String.join(", ", parts) + ")";
  }
}
