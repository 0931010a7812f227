package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.model.Kind;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PipelineStatement;
import io.fairlead.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// DROP SOURCE: a DROP PIPELINE of what has a table of its own, which goes with it.
public final class DropSource implements Command<PipelineStatement.DropSource> {
  private final Command<Statement.Drop> drop;

  public DropSource(Command<Statement.Drop> drop) {
    this.drop = drop;
  }

  @Override
  public Prepared prepare(
      PipelineStatement.DropSource statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    mustBeSources(statement.drop(), actor, image);
    return LinkReply.of(
        drop.prepare(statement.drop(), actor, image, parameters),
        "DROP SOURCE",
        List.of(),
        latest -> mustBeSources(statement.drop(), actor, latest));
  }

  private static void mustBeSources(Statement.Drop drop, Actor actor, Image image) {
    for (ObjectName name : drop.names()) {
      if (Lookup.find(image, Kind.PIPELINE, name, actor).isPresent()) {
        CreateSource.found(image, name, actor);
      }
    }
  }
}
