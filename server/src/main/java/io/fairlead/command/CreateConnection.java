package io.fairlead.command;

import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.command.TypedSecrets.Drafts;
import io.fairlead.connector.ConnectorType;
import io.fairlead.model.Connection;
import io.fairlead.model.Header;
import io.fairlead.model.KeyPair;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import io.fairlead.model.Touch;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// CREATE CONNECTION. IF NOT EXISTS is decided before anything else (Materialize validates first).
public final class CreateConnection implements Command<Statement.CreateConnection> {
  private static final String TAG = "CREATE CONNECTION";

  /// Stands in a candidate that is only probed; the committed one gets the commit's.
  private static final Touch UNCOMMITTED = new Touch(Instant.EPOCH, "");

  private final Definition definition;
  private final KeyPairs keyPairs;
  private final OwnSecrets ownSecrets;
  private final SecretContents contents;
  private final Prober prober;
  private final Supplier<ObjectId> newId;

  public CreateConnection(
      Definition definition,
      KeyPairs keyPairs,
      OwnSecrets ownSecrets,
      SecretContents contents,
      Prober prober,
      Supplier<ObjectId> newId) {
    this.definition = definition;
    this.keyPairs = keyPairs;
    this.ownSecrets = ownSecrets;
    this.contents = contents;
    this.prober = prober;
    this.newId = newId;
  }

  @Override
  public Prepared prepare(
      Statement.CreateConnection statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    if (exists(statement, actor, image)) {
      return skipped(statement);
    }
    ConnectorType<?> type = definition.type(statement.type());
    ObjectId id = newId.get();
    Header header = header(statement, actor, id);
    TypedSecrets typed = ownSecrets.typed(statement.options());
    Drafts checked = typed.among(image, header, Options.NONE, UNCOMMITTED);
    Options options = options(statement, type, actor, checked);
    TypedSecrets own = ownSecrets.keep(typed, checked, options);
    List<KeyPair> keys = List.of();
    try {
      keys = keyPairs.make(type, id, type.keyPairs());
      boolean validate = statement.validate().orElse(type.validatesByDefault());
      Connection candidate = candidate(statement, header, options, keys);
      Drafts drafts = own.among(image, header, Options.NONE, UNCOMMITTED);
      return new Prepared.Change(
          contents.checked(
              drafts.image(),
              drafts.ids(),
              candidate,
              () -> {
                Optional<Probed> probed =
                    validate ? Optional.of(probed(drafts.image(), candidate)) : Optional.empty();
                Plan plan = new Plan(statement, actor, candidate, own, probed);
                return (latest, now) -> decide(plan, latest, now);
              }));
    } catch (Refusal refusal) {
      keyPairs.forget(id, keys);
      ownSecrets.forget(own);
      throw refusal;
    }
  }

  /// What was prepared, for the decision.
  private record Plan(
      Statement.CreateConnection statement,
      Actor actor,
      Connection candidate,
      TypedSecrets own,
      Optional<Probed> probed) {}

  private Probed probed(Image image, Connection candidate) {
    return Probed.of(image, candidate, prober.mustPass(image, candidate, Prober.SKIPPABLE));
  }

  private Decision<Reply> decide(Plan plan, Image image, Touch now) {
    Statement.CreateConnection statement = plan.statement();
    Connection candidate = plan.candidate();
    Actor actor = plan.actor();
    if (exists(statement, actor, image)) {
      return Decision.nothing(skipped(statement).reply());
    }
    Lookup.mustBeUnused(image, candidate.id());
    ConnectorType<?> type = definition.type(statement.type());
    Drafts drafts = plan.own().among(image, candidate.header(), Options.NONE, now);
    Connection connection =
        candidate.withOptions(options(statement, type, actor, drafts));
    if (plan.probed().isPresent()) {
      connection = plan.probed().get().proved(drafts.image(), connection);
    }
    String schema = connection.name().schema();
    Header header =
        Header.first(connection.id(), connection.name(), actor.role(), now)
            .withComment(statement.comment())
            .withGrants(FirstGrants.of(image, actor.role(), Kind.CONNECTION, schema));
    List<Change> changes = new ArrayList<>();
    drafts
        .usedBy(connection.options())
        .values()
        .forEach(secret -> changes.add(new Change.Put(secret)));
    changes.add(new Change.Put(connection.withHeader(header)));
    return new Decision<>(changes, Reply.done(TAG));
  }

  /// True when it is there and IF NOT EXISTS was written.
  private static boolean exists(Statement.CreateConnection statement, Actor actor, Image image) {
    Name name = Lookup.full(statement.name(), actor);
    if (statement.ifNotExists()
        && Lookup.find(image, Kind.CONNECTION, statement.name(), actor).isPresent()) {
      return true;
    }
    Rights.mustCreateConnectionIn(image, actor, name.schema());
    if (statement.ifNotExists() && image.find(Kind.Space.ITEM, name).isPresent()) {
      return true; // Who may create here learns of the name either way.
    }
    Lookup.mustBeFree(image, Kind.CONNECTION, name);
    return false;
  }

  private static Prepared.Answer skipped(Statement.CreateConnection statement) {
    return new Prepared.Answer(
        Reply.done(TAG, List.of(Lookup.present(Kind.CONNECTION, statement.name()))));
  }

  private Options options(
      Statement.CreateConnection statement, ConnectorType<?> type, Actor actor, Drafts drafts) {
    List<OptionEdit> edits = List.copyOf(statement.options());
    return definition.edited(type, Options.NONE, edits, true, actor, drafts);
  }

  private static Header header(
      Statement.CreateConnection statement, Actor actor, ObjectId id) {
    Name name = Lookup.full(statement.name(), actor);
    return Header.first(id, name, actor.role(), UNCOMMITTED).withComment(statement.comment());
  }

  private static Connection candidate(
      Statement.CreateConnection statement,
      Header header,
      Options options,
      List<KeyPair> keys) {
    return new Connection(header, statement.type(), options, keys, statement.dialect())
        .withLink(statement.link());
  }
}
