package io.fairlead.external;

import io.fairlead.base.Deadline;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Access;
import io.fairlead.command.Actor;
import io.fairlead.command.TypedConnection;
import io.fairlead.command.UsableStorage;
import io.fairlead.connector.ObjectLink;
import io.fairlead.connector.StepFailed;
import io.fairlead.engine.ExternalFiles;
import io.fairlead.engine.View;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.model.StorageUse;
import io.fairlead.pool.FleetingUse;
import io.fairlead.pool.ObjectUse;
import io.fairlead.pool.Pool;
import io.fairlead.sql.FileSource;
import java.io.IOException;
import java.nio.file.Path;

/// The places of external tables and stages, for whoever may use them.
public final class ExternalPlaces implements ExternalFiles {
  private final UsableStorage storages;
  private final Pool pool;
  private final FileCache cache;
  private final Fetches fetches;

  public ExternalPlaces(
      UsableStorage storages, Pool pool, FileCache cache, Fetches fetches) {
    this.storages = storages;
    this.pool = pool;
    this.cache = cache;
    this.fetches = fetches;
  }

  @Override
  public Path folder() {
    return cache.folder();
  }

  @Override
  public Place table(View view, ObjectId id, Use use) {
    CatalogObject object = view.image().get(id);
    if (!(object instanceof ExternalTable table)) {
      throw Refusal.of(
          ProblemKind.WRONG_OBJECT_KIND,
          "\"" + object.name().object() + "\" is not an external table");
    }
    mustBeAllowed(view, table, use);
    if (use == Use.WRITE && table.readOnly()) {
      throw Problem.of(
              ProblemKind.READ_ONLY, "table \"" + table.name().object() + "\" is read only")
          .refusal();
    }
    return place("table \"" + table.name().object() + "\"", view, table.storage(), "");
  }

  /// Whoever does not see the schema has not found the table; a view may lead there all the same.
  private static void mustBeAllowed(View view, ExternalTable table, Use use) {
    Role role = view.image().role(view.role()).orElseThrow();
    Access access = Access.of(view.image(), role);
    Privilege needed = use == Use.READ ? Privilege.SELECT : Privilege.INSERT;
    if (!access.sees(table) || !access.may(needed, table)) {
      throw Problem.of(
              ProblemKind.FORBIDDEN, "permission denied for table " + table.name().object())
          .withDetail(
              "The '"
                  + role.name().object()
                  + "' role needs "
                  + needed
                  + " privileges on TABLE \""
                  + table.name().full()
                  + "\".")
          .refusal();
    }
  }

  @Override
  public Place files(View view, FileSource files, Use use) {
    Role role = view.image().role(view.role()).orElseThrow();
    Actor actor = new Actor(view.role(), role.name().object(), view.schema());
    UsableStorage.Found found = storages.find(view.image(), actor, files);
    return found.typed().isPresent()
        ? place(found, found.typed().get())
        : place(found.what(), view, found.storage(), found.path());
  }

  private Place place(UsableStorage.Found found, TypedConnection typed) {
    FleetingUse use =
        new FleetingUse(
            pool, found.storage(), typed.image(), typed.made(), typed.material());
    return new RemotePlace(
        found.what(),
        typed.connection().type(),
        found.storage(),
        found.path(),
        new FleetingLinks(use),
        cache,
        fetches);
  }

  private record FleetingLinks(FleetingUse use) implements RemotePlace.Links {
    @Override
    public <T> T run(ObjectUse.Work<T> work, Deadline deadline)
        throws StepFailed, ObjectLink.Gone, IOException {
      return use.run(work, deadline);
    }

    @Override
    public void close() {
      use.close();
    }
  }

  @Override
  public Place pipeline(View view, Pipeline pipeline) {
    return place("pipeline \"" + pipeline.name().object() + "\"", view, pipeline.storage(), "");
  }

  private Place place(String what, View view, StorageUse storage, String path) {
    String type = view.image().connection(storage.connection()).orElseThrow().type();
    return new RemotePlace(
        what, type, storage, path, new ObjectUse(pool, storage)::run, cache, fetches);
  }
}
