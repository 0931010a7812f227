package io.fairlead.command;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// COMMENT ON: the owner's remark on an object. Nothing that uses the object is touched.
public final class CommentOn implements Command<Statement.Comment> {
  private static final String TAG = "COMMENT";

  @Override
  public Prepared prepare(
      Statement.Comment statement, Actor actor, Image image, List<@Nullable Object> parameters) {
    check(statement, actor, image);
    return new Prepared.Change(
        (latest, now) -> {
          CatalogObject before = check(statement, actor, latest);
          String text = statement.text() == null ? "" : statement.text();
          if (before.header().comment().equals(text)) {
            return Decision.nothing(Reply.done(TAG));
          }
          CatalogObject after = before.withHeader(before.header().next(now).withComment(text));
          return new Decision<>(List.of(new Change.Put(after)), Reply.done(TAG));
        });
  }

  private static CatalogObject check(Statement.Comment statement, Actor actor, Image image) {
    CatalogObject object = Lookup.get(image, statement.kind(), statement.name(), actor);
    Rights.mustOwn(image, actor, object);
    String text = statement.text();
    if (text != null) {
      mustFit(text);
    }
    return object;
  }

  /// The same for a comment that another statement makes.
  static void mustFit(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > Limits.COMMENT_BYTES) {
      throw Refusal.of(
          ProblemKind.TOO_LARGE, "comment is longer than " + Limits.COMMENT_BYTES + " bytes");
    }
  }
}
