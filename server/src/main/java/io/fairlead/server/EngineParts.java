package io.fairlead.server;

import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Image;
import io.fairlead.command.ShownDefinition;
import io.fairlead.command.TypedConnection;
import io.fairlead.command.UsableStorage;
import io.fairlead.connector.Connectors;
import io.fairlead.engine.ConnectionText;
import io.fairlead.engine.Engine;
import io.fairlead.engine.Outside;
import io.fairlead.engine.SecretUsage;
import io.fairlead.engine.duckdb.DuckDbEngine;
import io.fairlead.external.CalledFunctions;
import io.fairlead.external.ExternalPlaces;
import io.fairlead.external.Fetches;
import io.fairlead.external.FileCache;
import io.fairlead.model.Connection;
import io.fairlead.pipeline.Inputs;
import io.fairlead.pipeline.OnDemand;
import io.fairlead.pipeline.Pipelines;
import io.fairlead.pool.Pool;
import io.fairlead.secret.SecretStores;
import io.fairlead.sql.singlestore.SingleStoreDialect;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The query engine, the files that it reads from elsewhere, and the pipelines that load into it.
record EngineParts(Engine engine, Pipelines pipelines, OnDemand onDemand) {

  /// @param data where the engine keeps its tables, and the cache of files is
  /// @param closing is told what to close at the end
  static EngineParts open(
      Path data,
      Closing closing,
      Catalog catalog,
      Connectors connectors,
      SecretStores secrets,
      Pool pool,
      SecretUsage usage,
      ShownDefinition shown,
      InstantSource clock,
      LongSupplier nanoTime)
      throws IOException {
    FileCache cache = new FileCache(data.resolve("cache"));
    cache.start();
    TypedConnection.Maker typed =
        new TypedConnection.Maker(connectors, secrets, catalog::reserveId);
    ExternalPlaces files =
        new ExternalPlaces(
            new UsableStorage(connectors, typed), pool, cache, closing.add(new Fetches()));
    PendingStatus pending = new PendingStatus();
    Outside outside =
        new Outside(
            new RemoteSql(pool),
            usage,
            catalog,
            catalog.store().head().catalog(),
            Optional.of(files),
            pending,
            Optional.of(new CalledFunctions(pool)));
    Engine engine =
        closing.add(
            new DuckDbEngine(
                Optional.of(data.resolve("engine.duckdb")),
                List.of(),
                text(shown),
                outside,
                nanoTime));
    Inputs inputs = new Inputs(connectors, files, pool, catalog::image);
    Pipelines pipelines =
        closing.add(new Pipelines(catalog, engine, inputs, clock, nanoTime));
    OnDemand onDemand = new OnDemand(engine, inputs, clock, nanoTime);
    pending.from(pipelines, onDemand::doing);
    return new EngineParts(engine, pipelines, onDemand);
  }

  private static ConnectionText text(ShownDefinition shown) {
    return new ConnectionText() {
      @Override
      public String create(Image image, Connection connection, boolean redacted) {
        return shown.text(image, connection, redacted);
      }

      @Override
      public String config(Image image, Connection connection) {
        return shown.config(image, connection);
      }

      @Override
      public String linkType(Connection connection) {
        return shown.typeWord(connection, SingleStoreDialect.NAME);
      }
    };
  }
}
