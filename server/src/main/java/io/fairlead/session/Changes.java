package io.fairlead.session;

import io.fairlead.catalog.Access;
import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Commit;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Privilege;
import io.fairlead.model.TokenPermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Committed changes for somebody who follows from outside.
final class Changes {
  private Changes() {}

  /// @param most commits that are looked at
  static List<ChangeEvent> after(Catalog catalog, Caller caller, long after, int most) {
    Image image = catalog.image();
    Optional<Access> access = image.role(caller.role()).map(role -> Access.of(image, role));
    List<ChangeEvent> found = new ArrayList<>();
    if (access.isEmpty()) {
      return found;
    }
    for (Commit commit : catalog.store().commitsAfter(after, most)) {
      for (Change change : commit.changes()) {
        event(image, caller, access.get(), commit, change).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<ChangeEvent> event(
      Image image, Caller caller, Access access, Commit commit, Change change) {
    return switch (change) {
      case Change.Put(CatalogObject object) -> {
        boolean mine = object.kind() == Kind.TOKEN ? access.owns(object) : access.sees(object);
        yield mine
            ? Optional.of(
                event(
                    commit,
                    object.id(),
                    object.kind(),
                    shown(caller, object.kind(), object.name()),
                    object.version() == 1 ? "create" : "alter",
                    object.version(),
                    connections(image, access, object)))
            : Optional.empty();
      }
      case Change.Drop drop ->
          access.isSuperuser() || mayHaveSeen(image, access, drop)
              ? Optional.of(
                  event(
                      commit,
                      drop.id(),
                      drop.kind(),
                      shown(caller, drop.kind(), drop.name()),
                      "drop",
                      0,
                      List.of()))
              : Optional.empty();
    };
  }

  /// An item that is gone was there for those who may use its schema.
  private static boolean mayHaveSeen(Image image, Access access, Change.Drop drop) {
    return drop.kind().isInSchema()
        && image
            .schema(drop.name().schema())
            .filter(schema -> access.may(Privilege.USAGE, schema))
            .isPresent();
  }

  /// A token that is not for the vault learns that a secret has changed, and not which.
  private static String shown(Caller caller, Kind kind, Name name) {
    return kind == Kind.SECRET && !caller.may(TokenPermission.VAULT_READ) ? "" : name.full();
  }

  private static List<String> connections(Image image, Access access, CatalogObject object) {
    if (object instanceof Connection) {
      return List.of(object.name().full());
    }
    return object.kind() == Kind.SECRET
        ? image.dependants(object.id()).stream()
            .map(image::connection)
            .flatMap(Optional::stream)
            .filter(access::sees)
            .map(connection -> connection.name().full())
            .sorted()
            .toList()
        : List.of();
  }

  private static ChangeEvent event(
      Commit commit,
      ObjectId id,
      Kind kind,
      String name,
      String change,
      int version,
      List<String> connections) {
    return new ChangeEvent(
        commit.sequence(), id.toString(), kind.word(), name, change, version, connections);
  }
}
