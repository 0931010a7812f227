package io.fairlead.engine;

import io.fairlead.catalog.AuditLog;
import java.util.Optional;

/// What the engine is told by others beside the image: the network is reached, and statuses are kept,
/// elsewhere.
///
/// @param audit what `mz_audit_events` shows
/// @param catalogId the id of the catalog; external ids of AWS roles are made of it
/// @param files those of external tables; empty where there are none
/// @param pipelines what they know that is kept nowhere
/// @param functions empty where there are none
public record Outside(
    RemoteQueries queries,
    SecretUsage secrets,
    AuditLog audit,
    String catalogId,
    Optional<ExternalFiles> files,
    PipelineStatus pipelines,
    Optional<ExternalFunctions> functions) {
  public Outside(
      RemoteQueries queries,
      SecretUsage secrets,
      AuditLog audit,
      String catalogId,
      Optional<ExternalFiles> files) {
    this(queries, secrets, audit, catalogId, files, PipelineStatus.NONE, Optional.empty());
  }

  public Outside(
      RemoteQueries queries, SecretUsage secrets, AuditLog audit, String catalogId) {
    this(queries, secrets, audit, catalogId, Optional.empty());
  }
}
