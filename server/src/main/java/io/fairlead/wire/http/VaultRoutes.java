package io.fairlead.wire.http;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.Kind;
import io.fairlead.model.Secret;
import io.fairlead.model.TokenPermission;
import io.fairlead.secret.SecretBytes;
import io.fairlead.session.ControlPlane;
import io.fairlead.sql.Listing;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.SecretAction;
import io.fairlead.sql.SecretClauses;
import io.fairlead.sql.SecretSource;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `/vault/entries` and `/vault/backends`. As in DeltaForge, what is below them goes by id.
final class VaultRoutes {
  private static final Set<String> NEW =
      Set.of(
          "name",
          "entry_type",
          "secret",
          "external_secret_name",
          "storage_backend",
          "generate",
          "algorithm",
          "key_size",
          "description",
          "expires_at",
          "max_stale_seconds");
  private static final Set<String> CHANGED =
      Set.of(
          "secret",
          "rotate",
          "description",
          "expires_at",
          "display_name",
          "overlap_seconds",
          "overlap_proofs");

  private final ControlPlane plane;
  private final ConnectionRoutes connections;
  private final OptionWords words;

  VaultRoutes(ControlPlane plane, ConnectionRoutes connections, OptionWords words) {
    this.plane = plane;
    this.connections = connections;
    this.words = words;
  }

  Answer entries(Call call) {
    return switch (call.method()) {
      case "GET", "HEAD" -> connections.list(call, Listing.CREDENTIAL, "name");
      case "POST" -> create(call);
      default -> throw new MethodRefused("GET, HEAD, POST");
    };
  }

  private Answer create(Call call) {
    call.mustPermit(TokenPermission.VAULT_WRITE);
    Fields fields = new Fields(call.body()).only(NEW);
    ObjectName name = OptionWords.name(fields.needed("name"));
    boolean key = fields.text("entry_type").orElse("CREDENTIAL").equals("ENCRYPTION_KEY");
    SecretClauses clauses =
        new SecretClauses(
            key ? Secret.ENCRYPTION_KEY : Secret.TEXT,
            fields.text("storage_backend").map(OptionWords::name),
            fields.text("description"),
            fields.instant("expires_at"),
            fields.text("algorithm"),
            fields.number("key_size"),
            fields.seconds("max_stale_seconds", Limits.SHORTEST_STALE, Limits.LONGEST_STALE));
    plane.run(call.caller(), new Statement.CreateSecret(name, false, source(fields), clauses));
    var made = Rows.first(plane.run(call.caller(), describe(name)));
    return Answer.created("/vault/entries/" + made.get("id"), made);
  }

  private static Statement describe(ObjectName name) {
    return new Statement.Describe(Listing.CREDENTIAL, name, false);
  }

  private static SecretSource source(Fields fields) {
    List<SecretSource> sources = new ArrayList<>();
    fields
        .text("secret")
        .ifPresent(text -> sources.add(new SecretSource.Literal(SecretBytes.of(text))));
    fields.text("external_secret_name").map(SecretSource.Linked::new).ifPresent(sources::add);
    if (fields.flag("generate").orElse(false)) {
      sources.add(new SecretSource.Generated());
    }
    if (sources.size() != 1) {
      throw Refusal.of(
          ProblemKind.INVALID_OPTION,
          "exactly one of the fields secret, external_secret_name and generate is needed");
    }
    return sources.getFirst();
  }

  Answer entry(Call call, String id) {
    call.mustPermit(needed(call));
    ObjectName name = named(call, Kind.SECRET, id, "vault entry");
    return switch (call.method()) {
      case "PUT" -> change(call, name);
      case "DELETE" -> connections.drop(call, Kind.SECRET, name, Optional.empty());
      default -> Answer.ok(Rows.first(plane.run(call.caller(), describe(name))));
    };
  }

  /// Asked for before anything is looked up: what a token may not read is not there for it.
  private static TokenPermission needed(Call call) {
    return switch (call.method()) {
      case "GET", "HEAD" -> TokenPermission.VAULT_READ;
      case "PUT", "DELETE" -> TokenPermission.VAULT_WRITE;
      default -> throw new MethodRefused("GET, HEAD, PUT, DELETE");
    };
  }

  private Answer change(Call call, ObjectName name) {
    if (call.ifMatch().isPresent()) {
      // Ignored, it would lose the change of another that it was sent to keep.
      throw Refusal.of(ProblemKind.NOT_SUPPORTED, "a PUT of a vault entry takes no If-Match");
    }
    Fields fields = new Fields(call.body()).only(CHANGED);
    List<SecretAction> actions = new ArrayList<>();
    if (fields.flag("rotate").orElse(false)) {
      actions.add(new SecretAction.Rotate());
    }
    fields
        .text("secret")
        .map(text -> new SecretSource.Literal(SecretBytes.of(text)))
        .map(SecretAction.SetValue::new)
        .ifPresent(actions::add);
    fields.text("description").map(SecretAction.Describe::new).ifPresent(actions::add);
    fields.instant("expires_at").map(SecretAction.ExpireAt::new).ifPresent(actions::add);
    fields.text("display_name").map(SecretAction.RenameTo::new).ifPresent(actions::add);
    if (actions.isEmpty()) {
      throw Refusal.of(ProblemKind.INVALID_OPTION, "the body changes nothing");
    }
    plane.run(call.caller(), new Statement.AlterSecret(name, false, actions, fields.overlap()));
    ObjectName now =
        fields
            .text("display_name")
            .map(renamed -> new ObjectName(null, name.schema(), renamed, 0))
            .orElse(name);
    return Answer.ok(Rows.first(plane.run(call.caller(), describe(now))));
  }

  Answer backends(Call call) {
    return switch (call.method()) {
      case "GET", "HEAD" -> connections.list(call, Listing.CREDENTIAL_STORAGE, "display_name");
      case "POST" -> {
        call.mustPermit(TokenPermission.VAULT_WRITE);
        Fields fields =
            new Fields(call.body()).only(Set.of("name", "backend_type", "options", "description"));
        yield connections.create(
            call,
            OptionWords.name(fields.needed("name")),
            words.storageType(fields.needed("backend_type")),
            fields,
            "/connections/");
      }
      default -> throw new MethodRefused("GET, HEAD, POST");
    };
  }

  Answer backend(Call call, String id) {
    call.mustPermit(needed(call));
    ObjectName name = named(call, Kind.CONNECTION, id, "vault backend");
    Optional<Listing> family = Optional.of(Listing.CREDENTIAL_STORAGE);
    return switch (call.method()) {
      case "PUT" -> connections.change(call, name, family);
      case "DELETE" -> connections.drop(call, Kind.CONNECTION, name, family);
      default ->
          Answer.ok(
              Rows.first(
                  plane.run(
                      call.caller(),
                      new Statement.Describe(Listing.CREDENTIAL_STORAGE, name, false))));
    };
  }

  Answer testBackend(Call call, String id) {
    ConnectionRoutes.mustBe(call, "POST");
    call.mustPermit(TokenPermission.VAULT_READ);
    ObjectName name = named(call, Kind.CONNECTION, id, "vault backend");
    return Answer.ok(
        Rows.of(
            plane.run(
                call.caller(),
                new Statement.TestConnection(name, false, Listing.CREDENTIAL_STORAGE))));
  }

  private ObjectName named(Call call, Kind kind, String id, String what) {
    return plane
        .named(call.caller(), kind, id)
        .orElseThrow(
            () ->
                Refusal.of(
                    ProblemKind.UNKNOWN_OBJECT, what + " \"" + id + "\" does not exist"));
  }
}
