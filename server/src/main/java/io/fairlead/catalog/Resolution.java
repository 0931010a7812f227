package io.fairlead.catalog;

import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue.SecretUse;
import java.time.Instant;
import java.util.List;

/// What applications were told in one minute: how to connect, secrets included. As the audit keeps
/// it, with the versions of the secrets and never a value.
///
/// @param minute its beginning
/// @param role the name of the one that asked
/// @param name of the connection, as it was called then
/// @param secrets each with its version, also those of before while an overlap lasts
/// @param times how often the same was told
/// @param missed how often applications were told something before this of which there is no row,
///     since there was too much of it at once
public record Resolution(
    Instant minute,
    String role,
    ObjectId connection,
    Name name,
    List<SecretUse> secrets,
    long times,
    long missed) {
  Resolution withMissed(long number) {
    return new Resolution(minute, role, connection, name, secrets, times, number);
  }
}
