package io.fairlead.wire.http;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.Kind;
import io.fairlead.model.TokenPermission;
import io.fairlead.session.ConnectionView;
import io.fairlead.session.ControlPlane;
import io.fairlead.sql.ConnectionAction;
import io.fairlead.sql.Listing;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `/connections` and what is below it. Also the storages of secrets, which are connections too.
final class ConnectionRoutes {
  private static final Set<String> NEW =
      Set.of(
          "name",
          "connection_type",
          "options",
          "credential",
          "credential_storage",
          "description",
          "max_connections",
          "timeout",
          "validate");
  private static final Set<String> CHANGED =
      Set.of(
          "options",
          "credential",
          "credential_storage",
          "display_name",
          "description",
          "max_connections",
          "timeout",
          "validate",
          "overlap_seconds",
          "overlap_proofs");

  private final ControlPlane plane;
  private final OptionWords words;

  ConnectionRoutes(ControlPlane plane, OptionWords words) {
    this.plane = plane;
    this.words = words;
  }

  /// `/connections`.
  Answer all(Call call) {
    return switch (call.method()) {
      case "GET", "HEAD" -> list(call, Listing.CONNECTION, "name");
      case "POST" -> create(call);
      default -> throw new MethodRefused("GET, HEAD, POST");
    };
  }

  Answer list(Call call, Listing of, String key) {
    call.mustPermit(read(of));
    return Answer.ok(
        Rows.page(
            plane.run(call.caller(), new Statement.ListObjects(of, Optional.empty())), call, key));
  }

  private static TokenPermission read(Listing of) {
    return of == Listing.CONNECTION ? TokenPermission.CONNECTIONS_READ : TokenPermission.VAULT_READ;
  }

  private Answer create(Call call) {
    call.mustPermit(TokenPermission.CONNECTIONS_WRITE);
    Fields fields = new Fields(call.body()).only(NEW);
    ObjectName name = OptionWords.name(fields.needed("name"));
    return create(call, name, words.type(fields.needed("connection_type")), fields, "/connections/");
  }

  /// A new connection of a type.
  ///
  /// @param at where it will be found
  Answer create(Call call, ObjectName name, String type, Fields fields, String at) {
    List<OptionEdit.Set> options = new ArrayList<>();
    fields.maybe("options").ifPresent(map -> options.addAll(words.sets(map)));
    for (OptionEdit edit : own(fields)) {
      if (edit instanceof OptionEdit.Set set) {
        options.add(set);
      }
    }
    plane.run(
        call.caller(),
        new Statement.CreateConnection(
            name,
            false,
            type,
            options,
            fields.text("description").orElse(""),
            Optional.of(fields.flag("validate").orElse(false)),
            plane.dialect()));
    ConnectionView made = view(call, name);
    return versioned(Answer.created(at + made.name(), made), made);
  }

  /// `/connections/{name}`.
  Answer one(Call call, ObjectName name) {
    return switch (call.method()) {
      case "GET", "HEAD" -> {
        call.mustPermit(TokenPermission.CONNECTIONS_READ);
        ConnectionView found = view(call, name);
        yield versioned(Answer.ok(found), found);
      }
      case "PUT", "PATCH" -> {
        call.mustPermit(TokenPermission.CONNECTIONS_WRITE);
        yield change(call, name, Optional.empty());
      }
      case "DELETE" -> {
        call.mustPermit(TokenPermission.CONNECTIONS_WRITE);
        yield drop(call, Kind.CONNECTION, name, Optional.empty());
      }
      default -> throw new MethodRefused("GET, HEAD, PUT, PATCH, DELETE");
    };
  }

  /// PUT replaces the options, PATCH merges them; a field that is not there stays as it is.
  ///
  /// @param family which it must be of; empty for any
  Answer change(Call call, ObjectName name, Optional<Listing> family) {
    Fields fields = new Fields(call.body()).only(CHANGED);
    List<ConnectionAction> actions = new ArrayList<>();
    List<OptionEdit> edits = new ArrayList<>();
    Optional<JsonNode> options = fields.maybe("options");
    if (options.isPresent()) {
      if (call.is("PUT")) {
        edits.add(new OptionEdit.ReplaceAll(words.sets(options.get())));
      } else {
        edits.addAll(words.merged(options.get()));
      }
    }
    edits.addAll(own(fields));
    if (!edits.isEmpty()) {
      actions.add(new ConnectionAction.EditOptions(edits));
    }
    fields.text("description").map(ConnectionAction.Describe::new).ifPresent(actions::add);
    fields.text("display_name").map(ConnectionAction.RenameTo::new).ifPresent(actions::add);
    ObjectName now =
        fields
            .text("display_name")
            .map(renamed -> new ObjectName(null, name.schema(), renamed, 0))
            .orElse(name);
    return unlessChanged(
        call,
        () -> {
          plane.run(
              call.caller(),
              new Statement.AlterConnection(
                  name,
                  false,
                  actions,
                  Optional.of(fields.flag("validate").orElse(false)),
                  fields.overlap(),
                  version(call),
                  family,
                  plane.dialect()));
          ConnectionView after = view(call, now);
          return versioned(Answer.ok(after), after);
        });
  }

  /// Options with a field of their own.
  private static List<OptionEdit> own(Fields fields) {
    List<OptionEdit> edits = new ArrayList<>();
    if (fields.has("credential")) {
      edits.add(
          edit(
              "credential",
              fields
                  .text("credential")
                  .map(OptionWords::name)
                  .map(secret -> new OptionLiteral.SecretName(secret, Optional.empty()))
                  .orElse(null)));
    }
    if (fields.has("credential_storage")) {
      edits.add(
          edit(
              "credential_storage",
              fields
                  .text("credential_storage")
                  .map(OptionWords::name)
                  .map(OptionLiteral.Word::new)
                  .orElse(null)));
    }
    for (String number : List.of("max_connections", "timeout")) {
      if (fields.has(number)) {
        edits.add(
            edit(
                number,
                fields
                    .number(number)
                    .map(digits -> new OptionLiteral.Digits(digits.toString()))
                    .orElse(null)));
      }
    }
    return edits;
  }

  private static OptionEdit edit(String key, @Nullable OptionLiteral value) {
    return value == null ? new OptionEdit.Reset(key, 0) : new OptionEdit.Set(key, value, 0);
  }

  private static Optional<Integer> version(Call call) {
    return call.ifMatch()
        .filter(tag -> !tag.equals("*"))
        .map(
            tag -> {
              try {
                return Integer.parseInt(tag.replace("\"", ""));
              } catch (NumberFormatException notOurs) {
                return 0; // No version has this number: the change is refused.
              }
            });
  }

  /// @param family which it must be of; empty for any
  Answer drop(Call call, Kind kind, ObjectName name, Optional<Listing> family) {
    boolean cascade = call.query().getOrDefault("cascade", "false").equals("true");
    return unlessChanged(
        call,
        () -> {
          plane.run(
              call.caller(),
              new Statement.Drop(kind, List.of(name), false, version(call), cascade, family));
          return Answer.nothing();
        });
  }

  /// 412 when the object has another version than the client has seen.
  private static Answer unlessChanged(Call call, Supplier<Answer> change) {
    try {
      return change.get();
    } catch (Refusal refusal) {
      if (refusal.problem().kind() == ProblemKind.CONFLICT && version(call).isPresent()) {
        return HttpProblem.of(412, refusal);
      }
      throw refusal;
    }
  }

  /// `/connections/{name}/{what}`.
  Answer below(Call call, ObjectName name, String what) {
    return switch (what) {
      case "test" -> {
        mustBe(call, "POST");
        call.mustPermit(TokenPermission.CONNECTIONS_READ);
        yield test(call, name);
      }
      case "history" -> read(call, new Statement.ShowHistory(Kind.CONNECTION, name));
      case "dependants" -> read(call, new Statement.ShowDependants(Kind.CONNECTION, name));
      case "resolve" -> {
        mustBe(call, "POST");
        yield Answer.ok(plane.resolve(call.caller(), name));
      }
      default -> HttpProblem.of(404, "no such resource");
    };
  }

  private Answer read(Call call, Statement statement) {
    mustBe(call, "GET");
    call.mustPermit(TokenPermission.CONNECTIONS_READ);
    return Answer.ok(Rows.of(plane.run(call.caller(), statement)));
  }

  Answer test(Call call, ObjectName name) {
    return Answer.ok(
        Rows.first(
            plane.run(
                call.caller(), new Statement.TestConnection(name, false, Listing.CONNECTION))));
  }

  static void mustBe(Call call, String method) {
    if (!call.is(method)) {
      throw new MethodRefused(method);
    }
  }

  ConnectionView view(Call call, ObjectName name) {
    return plane
        .connection(call.caller(), name)
        .orElseThrow(
            () ->
                Refusal.of(
                    ProblemKind.UNKNOWN_OBJECT,
                    "connection \"" + String.join(".", name.parts()) + "\" does not exist"));
  }

  static Answer versioned(Answer answer, ConnectionView view) {
    return answer.with("ETag", "\"" + view.version() + "\"");
  }
}
