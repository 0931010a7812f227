package io.fairlead.session;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Image;
import io.fairlead.engine.EngineSession;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When the transactions of a session begin and end: with BEGIN, with a text of several statements, or
/// with the first statement where the session does not commit by itself.
final class Transactions {
  private final ClientSession session;
  private final Catalog catalog;
  private final boolean statementsCommit;
  private @Nullable Block block;

  /// @param statementsCommit as in [Manners]
  Transactions(ClientSession session, Catalog catalog, boolean statementsCommit) {
    this.session = session;
    this.catalog = catalog;
    this.statementsCommit = statementsCommit;
  }

  /// What statements see now.
  Image image() {
    return block == null ? catalog.image() : block.image();
  }

  Session.Transaction state() {
    Block open = block;
    if (open == null || !open.isExplicit()) {
      return Session.Transaction.NONE;
    }
    return open.hasFailed() ? Session.Transaction.FAILED : Session.Transaction.OPEN;
  }

  /// Whether what a statement changes is committed later.
  boolean isOpen() {
    return block != null;
  }

  /// What runs from here on is one transaction, unless it says otherwise.
  void openText() {
    if (block == null) {
      block = new Block(catalog.image(), Block.Origin.TEXT, false);
    }
  }

  /// The engine's transaction, when there is a block.
  void openEngine() {
    Block open = block;
    if (open != null && !open.isEngineOpen()) {
      session.engineSession().begin();
      open.openEngine();
    }
  }

  /// The block that a statement of the catalog is part of.
  @Nullable Block forCatalog(StatementPlan plan) {
    boolean changes = plan.columns().isEmpty();
    if (block != null && block.origin() == Block.Origin.NO_AUTOCOMMIT && changes) {
      // As in MySQL, such a statement commits what was open, and itself.
      commit();
    }
    return block;
  }

  void fail() {
    Block open = block;
    if (open == null) {
      return;
    }
    open.fail();
    if (open.origin() == Block.Origin.NO_AUTOCOMMIT && open.isUnchanged()) {
      // Nothing is lost, and the client did not ask for it.
      rollback();
    }
  }

  void mustNotHaveFailed(StatementPlan plan) {
    boolean ends =
        plan.statement() instanceof Statement.Rollback
            || plan.statement() instanceof Statement.Commit;
    if (block != null && block.hasFailed() && !ends) {
      throw Problem.of(
              ProblemKind.FAILED_TRANSACTION,
              "current transaction is aborted, commands ignored until end of transaction block")
          .refusal();
    }
  }

  Reply begin(Statement.Begin begin) {
    if (block != null && block.isExplicit() && statementsCommit) {
      commit();
    } else if (block != null && block.isExplicit()) {
      return Reply.done(
          "BEGIN",
          List.of(
              Problem.of(
                  ProblemKind.IN_TRANSACTION, "there is already a transaction in progress")));
    }
    endText();
    block = new Block(catalog.image(), Block.Origin.BEGUN, begin.readOnly());
    return Reply.done("BEGIN");
  }

  Reply commit() {
    Block ending = block;
    if (ending == null) {
      return Reply.done("COMMIT", noTransaction());
    }
    session.park();
    block = null;
    if (ending.hasFailed()) {
      rollBackEngine(ending);
      return Reply.done("ROLLBACK");
    }
    try {
      if (ending.hasChanges()) {
        new BlockCommit(catalog, session, prepared -> block = prepared).submit(ending);
      }
    } catch (Refusal refusal) {
      catalog.refused(Refused.commit(session.now(), refusal.problem()));
      rollBackEngine(ending);
      throw refusal;
    }
    if (ending.isEngineOpen()) {
      EngineSession engine = session.engineSession();
      session.cancellable(
          () -> {
            engine.commit();
            return true;
          });
    }
    return Reply.done("COMMIT");
  }

  Reply rollback() {
    Block ending = block;
    if (ending == null) {
      return Reply.done("ROLLBACK", noTransaction());
    }
    session.closeQuery();
    block = null;
    rollBackEngine(ending);
    return Reply.done("ROLLBACK");
  }

  private void rollBackEngine(Block ending) {
    if (ending.isEngineOpen()) {
      session.engineSession().rollback();
    }
  }

  private List<Problem> noTransaction() {
    return statementsCommit
        ? List.of()
        : List.of(Problem.of(ProblemKind.NO_TRANSACTION, "there is no transaction in progress"));
  }

  /// The statements of one text have ended, and their transaction with them.
  void endText() {
    Block open = block;
    if (open != null && !open.isExplicit()) {
      session.closeQuery();
      if (open.hasFailed()) {
        rollback();
      } else {
        commit();
      }
    }
  }

  /// Without autocommit the first statement opens a block; one that defines something commits.
  void join(Statement statement) {
    if (session.isAutocommit() || (block != null && block.origin() != Block.Origin.NO_AUTOCOMMIT)) {
      return;
    }
    if (Definitions.isOne(statement)) {
      if (block != null) {
        commit();
      }
    } else if (block == null) {
      block = new Block(catalog.image(), Block.Origin.NO_AUTOCOMMIT, false);
    }
  }

  /// Autocommit was switched on inside of a block that there is only without it.
  void endUnwanted() {
    if (session.isAutocommit() && block != null && block.origin() == Block.Origin.NO_AUTOCOMMIT) {
      commit();
    }
  }

  /// The engine has changed tables, whether or not the client reads what it says of them.
  void changedTables() {
    if (block != null) {
      block.changedByEngine();
    }
  }
}
