package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.Step;
import io.fairlead.sql.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What a command about connections prepared, as the answer to a statement about links.
final class LinkReply {
  private LinkReply() {}

  /// @param notices before those of the command
  static Prepared of(Prepared prepared, String tag, List<Problem> notices) {
    return of(prepared, tag, notices, _ -> {});
  }

  /// @param check of the latest image, before anything is decided
  static Prepared of(
      Prepared prepared, String tag, List<Problem> notices, Consumer<Image> check) {
    return switch (prepared) {
      case Prepared.Answer(Reply reply) -> new Prepared.Answer(tagged(reply, tag, notices));
      case Prepared.Change(Step<Reply> step) ->
          new Prepared.Change(
              (latest, now) -> {
                check.accept(latest);
                Decision<Reply> decision = step.decide(latest, now);
                return new Decision<>(
                    decision.changes(),
                    tagged(decision.answer(), tag, notices),
                    decision.parts());
              });
    };
  }

  private static Reply tagged(Reply reply, String tag, List<Problem> notices) {
    List<Problem> all = new ArrayList<>(notices);
    all.addAll(reply.notices());
    return new Reply(tag, reply.columns(), reply.rows(), all);
  }
}
