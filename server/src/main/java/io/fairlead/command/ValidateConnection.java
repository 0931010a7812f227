package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Probe;
import io.fairlead.model.Connection;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// VALIDATE CONNECTION: the type's probe on the stored definition with the current secrets. What the
/// probe learns (a host key seen for the first time) is kept as a new version.
public final class ValidateConnection implements Command<Statement.ValidateConnection> {
  private static final String TAG = "VALIDATE CONNECTION";

  private final Prober prober;

  public ValidateConnection(Prober prober) {
    this.prober = prober;
  }

  @Override
  public Prepared prepare(
      Statement.ValidateConnection statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Connection connection = Lookup.connection(image, statement.name(), actor);
    Rights.mustUse(image, actor, connection);
    Probe probe = prober.mustPass(image, connection, "");
    List<Problem> notices = new ArrayList<>();
    probe.steps().forEach(
        step -> notices.add(Problem.of(ProblemKind.DONE, Prober.sentence(step))));
    if (probe.learned().isEmpty()) {
      return new Prepared.Answer(Reply.done(TAG, notices));
    }
    Probed probed = Probed.of(image, connection, probe);
    return new Prepared.Change(
        (latest, now) -> {
          Connection before = Lookup.connection(latest, statement.name(), actor);
          Connection after = probed.proved(latest, before);
          if (after.equals(before)) {
            return Decision.nothing(Reply.done(TAG, notices));
          }
          after = after.withHeader(after.header().next(now));
          notices.add(Difference.notice(before, after, latest));
          return new Decision<>(List.of(new Change.Put(after)), Reply.done(TAG, notices));
        });
  }
}
