package io.fairlead.catalog;

import io.fairlead.model.Touch;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Tasks that were decided together, each on the image that the one before it left. Nothing is
/// answered before the whole batch is durable: a refusal may rest on a commit of the same batch.
record Batch(
    Image image,
    List<Commit> commits,
    List<Material> material,
    List<String> forgotten,
    List<Runnable> answers) {

  static Batch decide(List<Task<?>> tasks, Image image, InstantSource clock) {
    Batch batch =
        new Batch(image, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Task<?> task : tasks) {
      batch = batch.add(task, clock);
    }
    return batch;
  }

  private Batch add(Task<?> task, InstantSource clock) {
    return switch (task) {
      case Task.Decide<?> decide -> addDecision(decide, clock);
      case Task.Keep keep -> {
        material.add(keep.material);
        answers.add(() -> keep.outcome.complete(true));
        yield this;
      }
      case Task.Forget forget -> {
        forgotten.addAll(forget.keys);
        answers.add(() -> forget.outcome.complete(true));
        yield this;
      }
    };
  }

  private <R> Batch addDecision(Task.Decide<R> task, InstantSource clock) {
    Proposal<R> proposal = task.proposal;
    Touch now = new Touch(clock.instant(), proposal.by());
    Decision<R> decision;
    Image next;
    try {
      decision = proposal.step().decide(image, now);
      if (decision.changes().isEmpty()) {
        answers.add(() -> task.outcome.complete(decision.answer()));
        return this;
      }
      Commit commit =
          new Commit(
              image.sequence() + 1,
              now,
              proposal.dialect(),
              proposal.statement(),
              decision.changes(),
              decision.parts());
      next = image.after(commit);
      commits.add(commit);
    } catch (RuntimeException refused) {
      // A bug in a step is its own statement's failure, not the writer's.
      answers.add(() -> task.outcome.completeExceptionally(refused));
      return this;
    }
    answers.add(() -> task.outcome.complete(decision.answer()));
    return new Batch(next, commits, material, forgotten, answers);
  }

  boolean writes() {
    return !commits.isEmpty() || !material.isEmpty();
  }

  long nextId() {
    return image.nextId();
  }

  void answer() {
    answers.forEach(Runnable::run);
  }
}
