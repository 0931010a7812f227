package io.fairlead.session;

import io.fairlead.base.Problem;
import io.fairlead.catalog.RefusedAttempt;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.Touch;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the audit is told of a refused statement: names, and the code of the refusal. Its message is
/// left out, since nobody promises that it holds no value.
final class Refused {
  /// Names are cut here: a statement may hold many, and any text can be written as a name.
  private static final int NAME_CHARACTERS = 1000;

  private Refused() {}

  /// @param schema where names without a schema are looked up
  /// @return empty when the statement is not about the catalog's objects
  static Optional<RefusedAttempt> of(
      Statement statement, String schema, Touch touch, Problem problem) {
    return Subject.of(statement).map(subject -> attempt(subject, schema, touch, problem));
  }

  private static RefusedAttempt attempt(
      Subject subject, String schema, Touch touch, Problem problem) {
    return new RefusedAttempt(
        touch,
        subject.action(),
        subject.kind().word(),
        names(subject, schema),
        problem.kind().sqlState());
  }

  /// What an application asked for, which is no statement.
  static RefusedAttempt resolve(ObjectName name, String schema, Touch touch, Problem problem) {
    Subject subject = new Subject("RESOLVE CONNECTION", Kind.CONNECTION, List.of(name));
    return attempt(subject, schema, touch, problem);
  }

  /// The end of a block of which each statement had passed.
  static RefusedAttempt commit(Touch touch, Problem problem) {
    return new RefusedAttempt(touch, "COMMIT", "", "", problem.kind().sqlState());
  }

  private static String names(Subject subject, String schema) {
    String names =
        subject.names().stream()
            .map(name -> full(subject.kind(), name, schema))
            .collect(Collectors.joining(", "));
    return names.length() <= NAME_CHARACTERS ? names : names.substring(0, NAME_CHARACTERS) + "…";
  }

  private static String full(Kind kind, ObjectName name, String schema) {
    if (!kind.isInSchema()) {
      return String.join(".", name.parts());
    }
    String written = name.schema() == null ? schema : name.schema();
    return new Name(written, name.object()).full();
  }
}
