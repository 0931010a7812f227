package io.fairlead.command;

import io.fairlead.catalog.SignInCounts;
import io.fairlead.connector.SecretUses;
import io.fairlead.model.ObjectId;

/// What was seen of the uses of secrets.
public record CountedSignIns(SecretUses uses) implements SignInCounts {
  @Override
  public long accepted(ObjectId connection, ObjectId secret, int version) {
    return uses.signIns(connection, secret, version);
  }

  @Override
  public long accepted(ObjectId secret, int version) {
    return uses.count(secret, version).map(SecretUses.Count::signIns).orElse(0L);
  }

  @Override
  public long refused(ObjectId connection, ObjectId secret, int version) {
    return uses.refusals(connection, secret, version);
  }

  @Override
  public long refused(ObjectId secret, int version) {
    return uses.refusals(secret, version);
  }
}
