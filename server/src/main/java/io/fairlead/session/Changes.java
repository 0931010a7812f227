package io.fairlead.session;

import io.fairlead.catalog.Access;
import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Commit;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.ObjectId;
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
        event(image, access.get(), commit, change).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<ChangeEvent> event(
      Image image, Access access, Commit commit, Change change) {
    return switch (change) {
      case Change.Put(CatalogObject object) -> {
        boolean mine = object.kind() == Kind.TOKEN ? access.owns(object) : access.sees(object);
        yield mine
            ? Optional.of(
                event(
                    commit,
                    object.id(),
                    object.kind(),
                    object.name().full(),
                    object.version() == 1 ? "create" : "alter",
                    object.version(),
                    connections(image, object)))
            : Optional.empty();
      }
      case Change.Drop drop ->
          access.isSuperuser() || drop.kind().space() == Kind.Space.ITEM
              ? Optional.of(
                  event(commit, drop.id(), drop.kind(), drop.name().full(), "drop", 0, List.of()))
              : Optional.empty();
    };
  }

  private static List<String> connections(Image image, CatalogObject object) {
    if (object instanceof Connection) {
      return List.of(object.name().full());
    }
    return object.kind() == Kind.SECRET
        ? image.dependants(object.id()).stream()
            .map(image::connection)
            .flatMap(Optional::stream)
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
