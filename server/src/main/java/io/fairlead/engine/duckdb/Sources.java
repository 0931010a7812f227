package io.fairlead.engine.duckdb;

import static io.fairlead.engine.duckdb.Source.Field.flag;
import static io.fairlead.engine.duckdb.Source.Field.number;
import static io.fairlead.engine.duckdb.Source.Field.oid;
import static io.fairlead.engine.duckdb.Source.Field.text;

import io.fairlead.catalog.AuditLog;
import io.fairlead.catalog.Image;
import io.fairlead.engine.PipelineStatus;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Secret;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The table functions from which the relations of the catalog are made; the views over them stand
/// in `catalog.sql`.
final class Sources {
  /// Objects get PostgreSQL's numbers for user objects: 16384 is the first that PostgreSQL itself
  /// gives away, so no built-in object has such a number.
  static final long FIRST_OID = 16384;

  private Sources() {}

  static List<Source<?>> all(
      AuditLog audit, String catalogId, Scopes running, PipelineStatus pipelines) {
    return List.of(
        AuditSources.events(audit),
        AwsSources.connections(catalogId),
        connections(),
        SecretStatus.source(),
        secrets(),
        objects(),
        roles(),
        schemas(),
        members(),
        RightsSources.privileges(),
        RightsSources.defaultPrivileges(),
        dependencies("fl_dependencies", (image, object) -> object.references()),
        dependencies("fl_transitive_dependencies", Sources::reachable),
        settings(),
        StorageSources.tables(),
        StorageSources.stages(),
        StorageSources.connections(),
        StorageSources.links(),
        StorageSources.tags(),
        Progress.source(running),
        PipelineSources.pipelines(pipelines),
        PipelineSources.pending(pipelines),
        session());
  }

  static long oidOf(ObjectId id) {
    return FIRST_OID + id.number();
  }

  /// The id whose oid this is; null for numbers below any object's.
  static @Nullable ObjectId idOf(long oid) {
    return oid > FIRST_OID ? new ObjectId(oid - FIRST_OID) : null;
  }

  private static Source<Connection> connections() {
    return new Source<>(
        "fl_connections",
        List.of(
            number("scope", (row, scope) -> scope.number()),
            number("number", (row, scope) -> row.id().number()),
            number("schema_number", Sources::schemaNumber),
            number("owner_number", (row, scope) -> row.owner().number()),
            text("name", (row, scope) -> row.name().object()),
            text("type", (row, scope) -> row.type()),
            text("comment", (row, scope) -> row.header().comment()),
            text("public_key_1", (row, scope) -> publicKey(row, 0)),
            text("public_key_2", (row, scope) -> publicKey(row, 1)),
            text("brokers", (row, scope) -> brokers(row)),
            text("sink_progress_topic", (row, scope) -> progressTopic(row)),
            text("secrets", SecretStatus::line)),
        scope -> found(scope, Connection.class));
  }

  private static Source<Secret> secrets() {
    return new Source<>(
        "fl_secrets",
        List.of(
            number("scope", (row, scope) -> scope.number()),
            number("number", (row, scope) -> row.id().number()),
            number("schema_number", Sources::schemaNumber),
            number("owner_number", (row, scope) -> row.owner().number()),
            text("name", (row, scope) -> row.name().object()),
            text("comment", (row, scope) -> row.header().comment())),
        scope -> found(scope, Secret.class));
  }

  private static Source<CatalogObject> objects() {
    return new Source<>(
        "fl_objects",
        List.of(
            number("scope", (row, scope) -> scope.number()),
            number("number", (row, scope) -> row.id().number()),
            number("schema_number", Sources::schemaNumber),
            number("owner_number", (row, scope) -> row.owner().number()),
            text("schema_name", (row, scope) -> row.name().schema()),
            text("name", (row, scope) -> row.name().object()),
            text("kind", (row, scope) -> row.kind().word()),
            flag("item", row -> row.kind().space() == Kind.Space.ITEM),
            text("comment", (row, scope) -> row.header().comment())),
        scope -> found(scope, CatalogObject.class));
  }

  private static Source<Role> roles() {
    return new Source<>(
        "fl_roles",
        List.of(
            text("id", (row, scope) -> row.id().toString()),
            oid("oid", (row, scope) -> oidOf(row.id())),
            text("name", (row, scope) -> row.name().object()),
            flag("login", Role::login),
            flag("superuser", Role::superuser),
            text("comment", (row, scope) -> row.header().comment())),
        scope -> inSpace(scope, Kind.Space.ROLE, Role.class).iterator());
  }

  private static Source<Schema> schemas() {
    return new Source<>(
        "fl_schemas",
        List.of(
            text("id", (row, scope) -> row.id().toString()),
            oid("oid", (row, scope) -> oidOf(row.id())),
            text("name", (row, scope) -> row.name().object()),
            text("owner_id", (row, scope) -> row.owner().toString()),
            oid("owner_oid", (row, scope) -> oidOf(row.owner())),
            text("acl", (row, scope) -> AccessList.of(scope.view().image(), row)),
            text("comment", (row, scope) -> row.header().comment()),
            number("usable", (row, scope) -> scope.access().mayUse(row.name().object()) ? 1 : 0)),
        scope -> inSpace(scope, Kind.Space.SCHEMA, Schema.class).iterator());
  }

  private static Source<Map.Entry<Role, ObjectId>> members() {
    return new Source<>(
        "fl_members",
        List.of(
            text("role_id", (row, scope) -> row.getValue().toString()),
            text("member_id", (row, scope) -> row.getKey().id().toString()),
            text("grantor_id", (row, scope) -> row.getKey().owner().toString()),
            text("role_name", (row, scope) -> RightsSources.name(scope, row.getValue())),
            text("member_name", (row, scope) -> row.getKey().name().object()),
            text("grantor_name", (row, scope) -> RightsSources.name(scope, row.getKey().owner())),
            oid("role_oid", (row, scope) -> oidOf(row.getValue())),
            oid("member_oid", (row, scope) -> oidOf(row.getKey().id())),
            oid("grantor_oid", (row, scope) -> oidOf(row.getKey().owner()))),
        scope ->
            inSpace(scope, Kind.Space.ROLE, Role.class)
                .flatMap(role -> role.memberOf().stream().map(group -> Map.entry(role, group)))
                .iterator());
  }

  /// The objects to which an object leads.
  private interface Leads {
    Set<ObjectId> from(Image image, CatalogObject object);
  }

  private static Source<Map.Entry<ObjectId, ObjectId>> dependencies(String name, Leads leads) {
    return new Source<>(
        name,
        List.of(
            text("object_id", (row, scope) -> row.getKey().toString()),
            text("referenced_object_id", (row, scope) -> row.getValue().toString())),
        scope ->
            stream(scope, CatalogObject.class)
                .filter(object -> object.kind().space() == Kind.Space.ITEM)
                .flatMap(
                    object ->
                        leads.from(scope.view().image(), object).stream()
                            .filter(target -> isSeen(scope, target))
                            .map(target -> Map.entry(object.id(), target)))
                .iterator());
  }

  private static boolean isSeen(Scope scope, ObjectId id) {
    return scope.view().image().object(id).filter(scope.access()::sees).isPresent();
  }

  private static Set<ObjectId> reachable(Image image, CatalogObject object) {
    Set<ObjectId> found = new TreeSet<>();
    Deque<ObjectId> open = new ArrayDeque<>(object.references());
    while (!open.isEmpty()) {
      ObjectId id = open.pop();
      if (found.add(id)) {
        image.object(id).ifPresent(target -> open.addAll(target.references()));
      }
    }
    return found;
  }

  private static Source<Map.Entry<String, String>> settings() {
    return new Source<>(
        "fl_settings",
        List.of(
            text("name", (row, scope) -> row.getKey()),
            text("setting", (row, scope) -> row.getValue())),
        scope -> scope.view().settings().entrySet().iterator());
  }

  private static Source<Scope> session() {
    return new Source<>(
        "fl_session",
        List.of(
            number("scope", (row, scope) -> row.number()),
            text("role", (row, scope) -> role(row).map(r -> r.name().object()).orElse(null)),
            flag("superuser", row -> role(row).map(Role::superuser).orElse(false)),
            text("schema", (row, scope) -> row.view().schema()),
            number("process", (row, scope) -> row.process())),
        scope -> List.of(scope).iterator());
  }

  /// Who asks.
  static Optional<Role> role(Scope scope) {
    return scope.view().image().role(scope.view().role());
  }

  /// The objects of a class that the role may see, narrowed by what the statement wants where the
  /// image has an index, and by a comparison in Java where it has none: a row that DuckDB never
  /// sees costs it nothing.
  static <T extends CatalogObject> Iterator<T> found(Scope scope, Class<T> type) {
    return stream(scope, type).iterator();
  }

  static <T extends CatalogObject> Stream<T> stream(Scope scope, Class<T> type) {
    return all(scope, type).filter(scope.access()::sees);
  }

  private static <T extends CatalogObject> Stream<T> all(Scope scope, Class<T> type) {
    Image image = scope.view().image();
    String id = scope.wanted("id");
    if (id != null) {
      return objectOf(image, id).stream().filter(type::isInstance).map(type::cast);
    }
    String name = scope.wanted("name");
    if (name != null) {
      return named(image, name).filter(type::isInstance).map(type::cast);
    }
    Stream<CatalogObject> objects = image.objects().stream();
    String connectionType = scope.wanted("type");
    if (connectionType != null && type == Connection.class) {
      objects =
          objects.filter(
              object ->
                  object instanceof Connection connection
                      && connection.type().equals(connectionType));
    }
    return objects.filter(type::isInstance).map(type::cast);
  }

  private static Optional<CatalogObject> objectOf(Image image, String id) {
    try {
      return image.object(ObjectId.parse(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Stream<CatalogObject> named(Image image, String name) {
    Stream<CatalogObject> items =
        image.all(Kind.Space.SCHEMA).stream()
            .flatMap(
                schema ->
                    Stream.of(
                            Kind.Space.ITEM,
                            Kind.Space.TABLE,
                            Kind.Space.STAGE,
                            Kind.Space.FUNCTION)
                        .flatMap(
                            space ->
                                image
                                    .find(space, new Name(schema.name().object(), name))
                                    .stream()));
    Stream<CatalogObject> others =
        Stream.of(Kind.Space.ROLE, Kind.Space.SCHEMA)
            .flatMap(space -> image.find(space, Name.global(name)).stream());
    return Stream.concat(items, others);
  }

  private static <T extends CatalogObject> Stream<T> inSpace(
      Scope scope, Kind.Space space, Class<T> type) {
    return scope.view().image().all(space).stream().map(type::cast);
  }

  static long schemaNumber(CatalogObject row, Scope scope) {
    return scope.schemaNumber(row.name().schema());
  }

  private static @Nullable String publicKey(Connection row, int index) {
    return index < row.keys().size() ? row.keys().get(index).publicKey() : null;
  }

  /// One a line; DuckDB's Java table functions cannot write lists.
  private static String brokers(Connection row) {
    return Stream.of("broker", "brokers")
        .flatMap(key -> row.options().get(key).stream())
        .flatMap(Sources::addresses)
        .collect(Collectors.joining("\n"));
  }

  private static Stream<String> addresses(OptionValue value) {
    return switch (value) {
      case OptionValue.Text text -> Stream.of(text.value());
      case OptionValue.Items items -> items.values().stream().flatMap(Sources::addresses);
      case OptionValue.Group group ->
          Stream.ofNullable(group.parts().get("address")).flatMap(Sources::addresses);
      default -> Stream.empty();
    };
  }

  private static String progressTopic(Connection row) {
    return row.options()
        .text("progress_topic")
        .orElse("_fairlead-progress-" + row.id());
  }
}
