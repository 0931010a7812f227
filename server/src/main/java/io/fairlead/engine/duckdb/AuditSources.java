package io.fairlead.engine.duckdb;

import static io.fairlead.engine.duckdb.Source.Field.number;
import static io.fairlead.engine.duckdb.Source.Field.text;

import io.fairlead.catalog.AuditEvent;
import io.fairlead.catalog.AuditLog;
import io.fairlead.model.Role;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import tools.jackson.databind.json.JsonMapper;

/// The table function under the relations of the audit. Superusers see everything, everybody else
/// the rows of what they did themselves.
final class AuditSources {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private AuditSources() {}

  static Source<AuditEvent> events(AuditLog audit) {
    return new Source<>(
        "fl_audit",
        List.of(
            number("id", (row, scope) -> row.id()),
            text("event_type", (row, scope) -> row.type()),
            text("object_type", (row, scope) -> row.objectType()),
            text("details", (row, scope) -> JSON.writeValueAsString(row.details())),
            text("role", (row, scope) -> row.user().orElse(null)),
            number(
                "happened",
                (row, scope) -> ChronoUnit.MICROS.between(Instant.EPOCH, row.at()))),
        scope -> visible(audit, scope));
  }

  private static Iterator<AuditEvent> visible(AuditLog audit, Scope scope) {
    Optional<Role> role = Sources.role(scope);
    if (role.isEmpty()) {
      return Collections.emptyIterator();
    }
    Iterator<AuditEvent> all = audit.events(scope.view().image().sequence());
    if (role.get().superuser()) {
      return all;
    }
    Optional<String> own = Optional.of(role.get().name().object());
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(all, Spliterator.ORDERED), false)
        .filter(event -> event.user().equals(own))
        .iterator();
  }
}
