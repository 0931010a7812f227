package io.fairlead.engine;

import io.fairlead.catalog.AuditLog;

/// What the engine is told by others beside the image: the network is reached, and statuses are kept,
/// elsewhere.
///
/// @param audit what `mz_audit_events` shows
/// @param catalogId the id of the catalog; external ids of AWS roles are made of it
public record Outside(
    RemoteQueries queries, SecretUsage secrets, AuditLog audit, String catalogId) {}
