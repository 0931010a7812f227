package io.fairlead.session;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.Proposal;
import io.fairlead.catalog.Step;
import io.fairlead.command.Prepared;
import io.fairlead.model.Touch;
import io.fairlead.sql.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// A transaction block over the catalog: its steps are decided one after the other on a private
/// image, and at its end once more, all together, on the latest one. They commit as one or not at
/// all.
final class Block {
  /// One step with what history will say of it.
  ///
  /// @param again prepares the statement anew, on the image of the session's block
  record Part(
      Step<Reply> step, String dialect, String statement, Supplier<Prepared> again) {}

  /// Why there is one.
  enum Origin {
    /// The client wrote BEGIN.
    BEGUN,
    /// The statements of one text are one transaction without it.
    TEXT,
    /// The session does not commit by itself.
    NO_AUTOCOMMIT
  }

  private final Origin origin;
  private final boolean readOnly;
  private final List<Part> parts = new ArrayList<>();
  private Image image;
  private boolean failed;
  private boolean engineOpen;
  private boolean engineChanged;

  Block(Image start, Origin origin, boolean readOnly) {
    this.image = start;
    this.origin = origin;
    this.readOnly = readOnly;
  }

  boolean isExplicit() {
    return origin != Origin.TEXT;
  }

  Origin origin() {
    return origin;
  }

  boolean hasFailed() {
    return failed;
  }

  void fail() {
    failed = true;
  }

  /// What the statements of the block see: the catalog at its start and its own changes.
  Image image() {
    return image;
  }

  boolean isEngineOpen() {
    return engineOpen;
  }

  void openEngine() {
    engineOpen = true;
  }

  /// The engine changed tables in this block. Tables and catalog have no commit in common, so one
  /// block changes one of the two.
  void changedByEngine() {
    engineChanged = true;
    if (!parts.isEmpty()) {
      throw mixed();
    }
  }

  private static Refusal mixed() {
    return Problem.of(
            ProblemKind.NOT_SUPPORTED,
            "a transaction block cannot change both the catalog and tables")
        .withHint("Use one block for each.")
        .refusal();
  }

  List<Part> parts() {
    return List.copyOf(parts);
  }

  /// Decides a step inside the block.
  Reply add(Part part, Touch now) {
    if (readOnly) {
      throw Refusal.of(
          ProblemKind.READ_ONLY, "cannot change the catalog in a read-only transaction");
    }
    if (engineChanged) {
      throw mixed();
    }
    if (parts.size() >= Limits.BLOCK_STATEMENTS) {
      throw Refusal.of(
          ProblemKind.TOO_LARGE,
          "a transaction block holds at most " + Limits.BLOCK_STATEMENTS + " changes");
    }
    Decision<Reply> decision = part.step().decide(image, now);
    for (Change change : decision.changes()) {
      image = image.after(change);
    }
    parts.add(part);
    return decision.answer();
  }

  /// Nothing would be lost with it.
  boolean isUnchanged() {
    return parts.isEmpty() && !engineChanged;
  }

  boolean hasChanges() {
    return !parts.isEmpty();
  }

  /// All steps as one proposal; its answer counts the changes.
  Proposal<Integer> proposal(String by) {
    List<Part> all = List.copyOf(parts);
    Part first = all.getFirst();
    return new Proposal<>(
        by,
        first.dialect(),
        first.statement(),
        (latest, now) -> {
          Image current = latest;
          List<Change> changes = new ArrayList<>();
          List<String> statements = new ArrayList<>();
          for (Part part : all) {
            Decision<Reply> decision = part.step().decide(current, now);
            for (Change change : decision.changes()) {
              current = current.after(change);
              changes.add(change);
              statements.add(part.statement());
            }
          }
          return new Decision<>(changes, changes.size(), statements);
        });
  }
}
