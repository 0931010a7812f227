package io.fairlead.session;

import io.fairlead.base.Refusal;
import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Step;
import io.fairlead.command.Prepared;
import io.fairlead.sql.Reply;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The end of a block that changed the catalog.
///
/// @param inUse makes a block the session's own while its statements are prepared, and takes it back
record BlockCommit(
    Catalog catalog, ClientSession session, Consumer<@Nullable Block> inUse) {
  /// Commits the steps of a block. A block that the client did not begin itself is prepared again
  /// when it met somebody else's change; in its own block the client is told of it.
  void submit(Block ending) {
    Block current = ending;
    for (int attempt = 0; ; attempt++) {
      try {
        catalog.submit(current.proposal(session.roleName()));
        return;
      } catch (Refusal refusal) {
        if (ending.isExplicit() || !CatalogStatements.mayTryAgain(refusal, attempt)) {
          throw refusal;
        }
      }
      current = preparedAgain(current);
    }
  }

  private Block preparedAgain(Block before) {
    Block anew = new Block(catalog.image(), Block.Origin.TEXT, false);
    inUse.accept(anew);
    try {
      for (Block.Part part : before.parts()) {
        if (part.again().get() instanceof Prepared.Change(Step<Reply> step)) {
          anew.add(
              new Block.Part(step, part.dialect(), part.statement(), part.again()), session.now());
        }
      }
    } finally {
      inUse.accept(null);
    }
    return anew;
  }
}
