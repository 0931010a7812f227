package io.fairlead.command;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement that is read and not carried out yet.
public final class NotBuilt<S extends Statement> implements Command<S> {
  @Override
  public Prepared prepare(
      S statement, Actor actor, Image image, List<@Nullable Object> parameters) {
    throw Refusal.of(ProblemKind.NOT_SUPPORTED, "this statement is not built yet");
  }
}
