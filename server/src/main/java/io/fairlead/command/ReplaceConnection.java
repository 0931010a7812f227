package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.Step;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.OptionSpec;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.ObjectId;
import io.fairlead.sql.ConnectionAction;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// CREATE OR REPLACE CONNECTION: where there is none of the name, a CREATE; else an ALTER that leaves
/// nothing of the old definition. So what uses the connection keeps it, and so do those who may.
public final class ReplaceConnection implements Command<Statement.ReplaceConnection> {
  private static final String TAG = "CREATE CONNECTION";

  private final Definition definition;
  private final Command<Statement.CreateConnection> creation;
  private final Command<Statement.AlterConnection> alteration;

  public ReplaceConnection(
      Definition definition,
      Command<Statement.CreateConnection> creation,
      Command<Statement.AlterConnection> alteration) {
    this.definition = definition;
    this.creation = creation;
    this.alteration = alteration;
  }

  @Override
  public Prepared prepare(
      Statement.ReplaceConnection statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Statement.CreateConnection wanted = statement.definition();
    Optional<Connection> present = present(wanted, actor, image);
    Prepared prepared;
    if (present.isEmpty()) {
      prepared = creation.prepare(wanted, actor, image, parameters);
    } else {
      Rights.mustOwn(image, actor, present.get());
      mustBeOfType(wanted, present.get());
      prepared = alteration.prepare(altered(wanted), actor, image, parameters);
    }
    Optional<ObjectId> seen = present.map(Connection::id);
    return switch (prepared) {
      case Prepared.Answer(Reply reply) -> new Prepared.Answer(tagged(reply));
      case Prepared.Change(Step<Reply> step) ->
          new Prepared.Change(
              (latest, now) -> {
                mustBe(seen, wanted, actor, latest);
                Decision<Reply> decision = step.decide(latest, now);
                return new Decision<>(
                    decision.changes(), tagged(decision.answer()), decision.parts());
              });
    };
  }

  /// A name that something else has is taken, which the CREATE will say.
  private static Optional<Connection> present(
      Statement.CreateConnection wanted, Actor actor, Image image) {
    return Lookup.find(image, Kind.CONNECTION, wanted.name(), actor)
        .filter(Connection.class::isInstance)
        .map(Connection.class::cast);
  }

  private static void mustBeOfType(Statement.CreateConnection wanted, Connection present) {
    if (!wanted.type().equals(present.type())) {
      throw Problem.of(
              ProblemKind.WRONG_OBJECT_KIND,
              "connection \"%s\" is of type \"%s\", which cannot be replaced by \"%s\""
                  .formatted(present.name().object(), present.type(), wanted.type()))
          .withHint("Drop it first, or take another name.")
          .refusal();
    }
  }

  /// The options as they would be made, none of the present ones, and the comment.
  private Statement.AlterConnection altered(Statement.CreateConnection wanted) {
    Set<String> named =
        wanted.options().stream().map(OptionEdit.Set::key).collect(Collectors.toSet());
    ConnectorType<?> type = definition.type(wanted.type());
    List<OptionEdit> edits = new ArrayList<>();
    edits.add(new OptionEdit.ReplaceAll(wanted.options()));
    for (OptionSpec spec : type.options()) {
      if (spec.isLasting() && !named.contains(spec.key())) {
        edits.add(new OptionEdit.Reset(spec.key(), 0));
      }
    }
    List<ConnectionAction> actions = new ArrayList<>();
    actions.add(new ConnectionAction.EditOptions(edits));
    actions.add(new ConnectionAction.Describe(wanted.comment()));
    wanted.link().map(ConnectionAction.WriteLink::new).ifPresent(actions::add);
    return new Statement.AlterConnection(
        wanted.name(),
        false,
        actions,
        wanted.validate(),
        wanted.dialect());
  }

  /// Somebody may have made or dropped it since the statement was prepared.
  private static void mustBe(
      Optional<ObjectId> seen, Statement.CreateConnection wanted, Actor actor, Image latest) {
    if (!present(wanted, actor, latest).map(Connection::id).equals(seen)) {
      throw Problem.of(
              ProblemKind.CONFLICT,
              "connection \""
                  + wanted.name().object()
                  + "\" was "
                  + (seen.isPresent() ? "dropped" : "made")
                  + " meanwhile")
          .withHint("Try again.")
          .refusal();
    }
  }

  private static Reply tagged(Reply reply) {
    return new Reply(TAG, reply.columns(), reply.rows(), reply.notices());
  }
}
