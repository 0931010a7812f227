package io.fairlead.command;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.Header;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Tag;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Reply;
import io.fairlead.sql.TagStatement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// CREATE TAG: for superusers, since tags stand in no schema where a right to make them could be given.
public final class CreateTag implements Command<TagStatement.CreateTag> {
  private static final String TAG = "CREATE TAG";

  private final Supplier<ObjectId> newId;

  public CreateTag(Supplier<ObjectId> newId) {
    this.newId = newId;
  }

  @Override
  public Prepared prepare(
      TagStatement.CreateTag statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    mustBeGood(statement);
    if (exists(statement, actor, image)) {
      return new Prepared.Answer(skipped(statement));
    }
    ObjectId id = newId.get();
    return new Prepared.Change(
        (latest, now) -> {
          if (exists(statement, actor, latest)) {
            return Decision.nothing(skipped(statement));
          }
          Lookup.mustBeUnused(latest, id);
          Header header =
              Header.first(id, Name.global(statement.name()), actor.role(), now)
                  .withComment(statement.comment());
          Tag tag = new Tag(header, statement.allowedValues());
          return new Decision<>(List.of(new Change.Put(tag)), Reply.done(TAG));
        });
  }

  private static void mustBeGood(TagStatement.CreateTag statement) {
    CommentOn.mustFit(statement.comment());
    if (statement.allowedValues().size() > Limits.TAG_VALUES) {
      throw Refusal.of(
          ProblemKind.TOO_LARGE, "tag allows more than " + Limits.TAG_VALUES + " values");
    }
    Set<String> seen = new HashSet<>();
    for (String value : statement.allowedValues()) {
      AlterTags.mustFit(value);
      if (!seen.add(value)) {
        throw Refusal.of(
            ProblemKind.INVALID_OPTION, "ALLOWED_VALUES has \"" + value + "\" more than once");
      }
    }
  }

  private static boolean exists(TagStatement.CreateTag statement, Actor actor, Image image) {
    Name name = Name.global(statement.name());
    if (statement.ifNotExists() && image.find(Kind.Space.TAG, name).isPresent()) {
      return true;
    }
    Rights.mustBeSuperuser(image, actor, "create tags");
    Lookup.mustBeFree(image, Kind.TAG, name);
    return false;
  }

  private static Reply skipped(TagStatement.CreateTag statement) {
    return Reply.done(
        TAG, List.of(Lookup.present(Kind.TAG, ObjectName.of(statement.name()))));
  }
}
