package io.fairlead.wire.http;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.base.Refusal;
import io.fairlead.sql.OverlapClause;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The fields of a body: absent, null or of one kind. Unknown ones are refused.
record Fields(JsonNode body) {
  /// Refuses a field that is not one of these, so that a misspelt one does not stay without effect.
  Fields only(Set<String> known) {
    Problems problems = new Problems();
    for (String name : body.propertyNames()) {
      if (!known.contains(name)) {
        problems.add(
            Problem.of(ProblemKind.INVALID_OPTION, "unknown field \"" + name + "\"")
                .withHint("Fields are " + String.join(", ", known.stream().sorted().toList()) + "."));
      }
    }
    problems.throwIfAny();
    return this;
  }

  boolean has(String name) {
    return body.has(name);
  }

  boolean isNull(String name) {
    return body.has(name) && body.get(name).isNull();
  }

  Optional<JsonNode> maybe(String name) {
    @Nullable JsonNode value = body.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  Optional<String> text(String name) {
    return maybe(name)
        .map(
            value -> {
              if (!value.isString()) {
                throw wrong(name, "a text");
              }
              return value.stringValue();
            });
  }

  String needed(String name) {
    return text(name).orElseThrow(() -> wrong(name, "a text"));
  }

  Optional<Boolean> flag(String name) {
    return maybe(name)
        .map(
            value -> {
              if (!value.isBoolean()) {
                throw wrong(name, "true or false");
              }
              return value.booleanValue();
            });
  }

  Optional<Integer> number(String name) {
    return maybe(name)
        .map(
            value -> {
              if (!value.isInt()) {
                throw wrong(name, "a whole number");
              }
              return value.intValue();
            });
  }

  Optional<Instant> instant(String name) {
    return text(name)
        .map(
            text -> {
              try {
                return Instant.parse(text);
              } catch (DateTimeException notATime) {
                throw wrong(name, "a time such as 2027-01-01T00:00:00Z");
              }
            });
  }

  /// What the WITH clause of a statement says, under the same bounds.
  Optional<OverlapClause> overlap() {
    int proofs = number("overlap_proofs").orElse(OverlapClause.PROOFS);
    if (proofs < 1 || proofs > Limits.OVERLAP_PROOFS) {
      throw wrong("overlap_proofs", "a whole number from 1 to " + Limits.OVERLAP_PROOFS);
    }
    return seconds("overlap_seconds", Limits.SHORTEST_OVERLAP, Limits.LONGEST_OVERLAP)
        .map(time -> new OverlapClause(time, proofs));
  }

  Optional<Duration> seconds(String name, Duration least, Duration most) {
    return number(name)
        .map(Duration::ofSeconds)
        .map(
            time -> {
              if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
                throw wrong(
                    name, "a number from " + least.toSeconds() + " to " + most.toSeconds());
              }
              return time;
            });
  }

  private static Refusal wrong(String name, String wanted) {
    return Refusal.of(ProblemKind.INVALID_OPTION, "field \"" + name + "\" must be " + wanted);
  }
}
