package io.fairlead.command;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Kind;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Tag;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Reply;
import io.fairlead.sql.TagStatement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// ALTER … SET TAG and UNSET TAG: the owner marks an object. Nothing that uses the object is touched,
/// and any tag may be used by anybody.
public final class AlterTags implements Command<TagStatement.AlterTags> {
  @Override
  public Prepared prepare(
      TagStatement.AlterTags statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    decide(statement, actor, image);
    return new Prepared.Change(
        (latest, now) -> {
          Optional<CatalogObject> before = before(statement, actor, latest);
          if (before.isEmpty()) {
            return Decision.nothing(
                done(statement, Lookup.skipped(statement.kind(), statement.name())));
          }
          SortedMap<ObjectId, String> tags = tags(statement, actor, latest, before.get());
          if (tags.equals(before.get().header().tags())) {
            return Decision.nothing(done(statement, Difference.none(before.get())));
          }
          CatalogObject after =
              before.get().withHeader(before.get().header().next(now).withTags(tags));
          return new Decision<>(
              List.of(new Change.Put(after)),
              done(statement, Difference.notice(before.get(), after, List.of(), latest)));
        });
  }

  private static void decide(TagStatement.AlterTags statement, Actor actor, Image image) {
    before(statement, actor, image)
        .ifPresent(object -> tags(statement, actor, image, object));
  }

  private static Optional<CatalogObject> before(
      TagStatement.AlterTags statement, Actor actor, Image image) {
    if (statement.ifExists()
        && Lookup.find(image, statement.kind(), statement.name(), actor).isEmpty()) {
      return Optional.empty();
    }
    CatalogObject object = Lookup.get(image, statement.kind(), statement.name(), actor);
    Rights.mustOwn(image, actor, object);
    return Optional.of(object);
  }

  private static SortedMap<ObjectId, String> tags(
      TagStatement.AlterTags statement, Actor actor, Image image, CatalogObject before) {
    SortedMap<ObjectId, String> tags = new TreeMap<>(before.header().tags());
    statement
        .values()
        .forEach(
            (name, value) -> {
              Tag tag = (Tag) Lookup.get(image, Kind.TAG, ObjectName.of(name), actor);
              if (value.isPresent()) {
                mustAllow(tag, value.get());
                tags.put(tag.id(), value.get());
              } else {
                tags.remove(tag.id());
              }
            });
    if (tags.size() > Limits.OBJECT_TAGS) {
      throw Refusal.of(
          ProblemKind.TOO_LARGE, "an object has at most " + Limits.OBJECT_TAGS + " tags");
    }
    return tags;
  }

  private static void mustAllow(Tag tag, String value) {
    mustFit(value);
    if (!tag.allows(value)) {
      throw Problem.of(
              ProblemKind.INVALID_OPTION,
              "tag \"" + tag.name().object() + "\" does not allow the value \"" + value + "\"")
          .withHint("Allowed are: " + String.join(", ", tag.allowedValues()) + ".")
          .refusal();
    }
  }

  static void mustFit(String value) {
    if (value.getBytes(StandardCharsets.UTF_8).length > Limits.TAG_VALUE_BYTES) {
      throw Refusal.of(
          ProblemKind.TOO_LARGE,
          "the value of a tag is longer than " + Limits.TAG_VALUE_BYTES + " bytes");
    }
  }

  /// What a tag is set on keeps it from being dropped.
  static void mustBeUnset(Image image, Tag tag) {
    for (CatalogObject object : image.objects()) {
      if (object.header().tags().containsKey(tag.id())) {
        throw Problem.of(
                ProblemKind.STILL_IN_USE,
                "tag \"" + tag.name().object() + "\" cannot be dropped: it is set on an object")
            .withHint("SELECT * FROM system.tag_references tells which; UNSET TAG takes it away.")
            .refusal();
      }
    }
  }

  private static Reply done(TagStatement.AlterTags statement, Problem notice) {
    return Reply.done("ALTER " + statement.kind().keyword(), List.of(notice));
  }
}
