package io.fairlead.catalog;

import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.OptionValue.SecretUse;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One row of the audit, in the shape of Materialize's `mz_audit_events`.
///
/// Ids have gaps, and stay. Those of changes are even, those of refused statements and of what
/// applications were told odd, and each kind's rise with time; what is odd gets its id a moment later,
/// when its row is written.
///
/// @param type `create`, `drop`, `alter`, `grant`, `revoke`, `comment`, `refused` or `resolve`
/// @param objectType a kind's word; empty for a refused statement about no object
/// @param details texts, numbers, lists and maps of these; never a value of an option or a secret
/// @param user a role's name; empty for what the server did by itself
public record AuditEvent(
    long id,
    String type,
    String objectType,
    Map<String, Object> details,
    Optional<String> user,
    Instant at) {

  static AuditEvent of(Store.Event event) {
    Store.Entry entry = event.entry();
    AuditDetails details = AuditDetails.of(entry, event.before());
    return new AuditEvent(
        event.place() * 2,
        details.type(),
        entry.kind().word(),
        details.values(),
        entry.dialect().isEmpty() ? Optional.empty() : Optional.of(entry.touch().by()),
        entry.touch().at());
  }

  static AuditEvent of(Store.KeptRefusal refusal) {
    RefusedAttempt attempt = refusal.attempt();
    Map<String, Object> details = new TreeMap<>();
    details.put("action", attempt.action());
    details.put("sqlstate", attempt.sqlState());
    if (!attempt.name().isEmpty()) {
      details.put("database", Name.DATABASE);
      details.put("name", attempt.name());
    }
    if (attempt.missed() > 0) {
      details.put("missed", attempt.missed());
    }
    return new AuditEvent(
        refusal.place() * 2 + 1,
        "refused",
        attempt.objectType(),
        details,
        Optional.of(attempt.touch().by()),
        attempt.touch().at());
  }

  static AuditEvent of(Store.KeptResolution kept) {
    Resolution resolution = kept.resolution();
    Map<String, Object> details = new TreeMap<>();
    details.put("id", resolution.connection().toString());
    details.put("database", Name.DATABASE);
    details.put("schema", resolution.name().schema());
    details.put("item", resolution.name().object());
    details.put("times", resolution.times());
    details.put("secrets", resolution.secrets().stream().map(AuditEvent::version).toList());
    if (resolution.missed() > 0) {
      details.put("missed", resolution.missed());
    }
    return new AuditEvent(
        kept.place() * 2 + 1,
        "resolve",
        Kind.CONNECTION.word(),
        details,
        Optional.of(resolution.role()),
        resolution.minute());
  }

  private static Map<String, Object> version(SecretUse use) {
    Map<String, Object> version = new TreeMap<>();
    version.put("id", use.secret().toString());
    use.version().ifPresent(number -> version.put("version", number));
    return version;
  }
}
