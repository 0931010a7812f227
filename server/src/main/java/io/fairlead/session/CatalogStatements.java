package io.fairlead.session;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Proposal;
import io.fairlead.catalog.Step;
import io.fairlead.command.Prepared;
import io.fairlead.sql.Reply;
import java.util.function.Supplier;

/// Carries a statement of the catalog out by itself, outside a block.
final class CatalogStatements {
  private CatalogStatements() {}

  /// Prepares and decides; one that met somebody else's change is prepared again.
  ///
  /// @param redacted what history will say
  static Reply carryOut(
      Catalog catalog,
      String roleName,
      String dialect,
      String redacted,
      Supplier<Prepared> prepare) {
    for (int attempt = 0; ; attempt++) {
      try {
        return switch (prepare.get()) {
          case Prepared.Answer(Reply reply) -> reply;
          case Prepared.Change(Step<Reply> step) ->
              catalog.submit(new Proposal<>(roleName, dialect, redacted, step));
        };
      } catch (Refusal refusal) {
        if (!mayTryAgain(refusal, attempt)) {
          throw refusal;
        }
      }
    }
  }

  static boolean mayTryAgain(Refusal refusal, int attempt) {
    return refusal.problem().kind() == ProblemKind.CONFLICT && attempt < Limits.CONFLICT_RETRIES;
  }
}
