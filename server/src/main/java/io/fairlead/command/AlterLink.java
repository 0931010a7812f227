package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.Privilege;
import io.fairlead.sql.LinkEdits;
import io.fairlead.sql.Reply;
import io.fairlead.sql.LinkStatement;
import io.fairlead.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// ALTER LINK: an ALTER CONNECTION whose options are written as JSON. A whole JSON stands in the place
/// of its clause, `::key` adds or changes one key. Both clauses together are one version, or none.
///
/// While pipelines run on a link it is not changed (SingleStore's rule), unless they are to follow, by
/// PAUSE or by the session's `alter_running`: then what they will use is tried first.
///
/// What a clause holds is known of one version only: a link that somebody changes at the same time is a
/// conflict.
public final class AlterLink implements Command<LinkStatement.AlterLink> {
  private static final String TAG = "ALTER LINK";

  private final Definition definition;
  private final Command<Statement.AlterConnection> alteration;

  public AlterLink(Definition definition, Command<Statement.AlterConnection> alteration) {
    this.definition = definition;
    this.alteration = alteration;
  }

  @Override
  public Prepared prepare(
      LinkStatement.AlterLink statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    if (statement.ifExists()
        && Lookup.find(image, Kind.CONNECTION, statement.name(), actor).isEmpty()) {
      return new Prepared.Answer(
          Reply.done(TAG, List.of(Lookup.skipped(Kind.CONNECTION, statement.name()))));
    }
    Connection before = Lookup.connection(image, statement.name(), actor);
    Rights.mustOwnOrHave(image, actor, Privilege.ALTER_LINK, before, TAG);
    LinkEdits edits = new LinkEdits(statement.config(), statement.credentials());
    AlteredLink altered =
        AlteredLink.read(edits, before, definition.type(before.type()), image);
    boolean pause = statement.pause().orElse(actor.pipelinesFollow());
    Statement.AlterConnection alter =
        new Statement.AlterConnection(
            statement.name(),
            false,
            altered.actions(),
            Optional.of(statement.validate().orElse(pause)),
            statement.overlap(),
            statement.ifVersion(),
            statement.dialect());
    return LinkReply.of(
        alteration.prepare(alter, actor, image, parameters),
        TAG,
        altered.notices(),
        latest -> mustBe(altered, statement, pause, actor, latest));
  }

  /// The last word before the change: what must hold of the link and of its users stands here.
  private static void mustBe(
      AlteredLink altered,
      LinkStatement.AlterLink statement,
      boolean pause,
      Actor actor,
      Image latest) {
    boolean named =
        Lookup.find(latest, Kind.CONNECTION, statement.name(), actor)
            .filter(found -> found.id().equals(altered.before().id()))
            .isPresent();
    altered.mustBePresent(named ? latest : Image.EMPTY);
    if (!pause) {
      RunningPipelines.mustBeNone(latest, altered.before());
    }
  }
}
