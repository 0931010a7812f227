package io.fairlead.engine.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.Outside;
import io.fairlead.engine.View;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Grant;
import io.fairlead.model.Header;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import io.fairlead.model.Privilege;
import io.fairlead.model.Schema;
import io.fairlead.model.StorageUse;
import io.fairlead.model.TableColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

/// External tables over folders of this machine.
class ExternalTablesTest {
  private static final ObjectId ORDERS = new ObjectId(20);
  private static final List<TableColumn> COLUMNS =
      List.of(
          new TableColumn("id", "INTEGER", false, Optional.empty()),
          new TableColumn("city", "VARCHAR", true, Optional.of("'nowhere'")),
          new TableColumn("total", "DECIMAL(10,2)", true, Optional.empty()));

  @TempDir Path folder;
  private @Nullable DuckDbEngine engine;

  @AfterEach
  void close() throws IOException {
    if (engine != null) {
      engine.close();
      try (Stream<Path> left = Files.list(folder)) {
        assertEquals(
            List.of(),
            left.map(path -> path.getFileName().toString())
                .filter(name -> name.startsWith("scan-"))
                .toList());
      }
    }
  }

  static Image image(ExternalTable... tables) {
    Image image =
        Images.small()
            .with(
                new Schema(
                    Header.first(new ObjectId(12), Name.global("sales"), Images.ADMIN, Images.NOW)));
    for (ExternalTable table : tables) {
      image = image.with(table);
    }
    return image.at(image.sequence() + 1, image.nextId());
  }

  static ExternalTable table(long id, String schema, String name, FileFormat format) {
    return table(id, schema, name, format, COLUMNS);
  }

  static ExternalTable table(
      long id, String schema, String name, FileFormat format, List<TableColumn> columns) {
    return new ExternalTable(
        Header.first(new ObjectId(id), new Name(schema, name), Images.ADMIN, Images.NOW),
        columns,
        new StorageUse(
            "s3://bucket/" + name + "/", Options.NONE, new ObjectId(5), false, Optional.empty()),
        format,
        false,
        "databend");
  }

  static ExternalTable orders() {
    return table(20, "public", "orders", FileFormat.of(FileFormat.PARQUET));
  }

  private EngineSession open(FolderFiles files) {
    DuckDbEngine made =
        new DuckDbEngine(
            Optional.empty(),
            List.of(),
            (_, _, _) -> "",
            new Outside(
                (_, _, _, _) -> {
                  throw Refusal.of(ProblemKind.UNREACHABLE, "there is nothing outside");
                },
                (_, _) -> Optional.empty(),
                Runs.NO_AUDIT,
                Runs.CATALOG,
                Optional.of(files)),
            System::nanoTime);
    engine = made;
    return made.open();
  }

  @Test
  void rowsGoInAndComeOut() {
    FolderFiles files = new FolderFiles(folder);
    EngineSession session = open(files);
    View view = Images.view(image(orders()));
    assertEquals("0\nSELECT", Runs.print(session, view, "SELECT count(*) FROM orders"));
    assertEquals(
        "INSERT 0 2",
        Runs.print(
            session, view, "INSERT INTO orders VALUES (1, 'Bern', 1.50), (2, NULL, 2)"));
    assertEquals(
        "3|nowhere\nINSERT 0 1",
        Runs.print(
            session, view, "INSERT INTO public.orders (id) VALUES (3) RETURNING id, city"));
    assertEquals(
        "INSERT 0 2",
        Runs.print(
            session, view,
            "INSERT INTO orders (total, id) SELECT total, id + 10 FROM orders WHERE id < $1", 3));
    assertEquals(
        "1|Bern|1.50\n2|NULL|2.00\n3|nowhere|NULL\n11|nowhere|1.50\n12|nowhere|2.00\nSELECT",
        Runs.print(session, view, "SELECT * FROM orders ORDER BY id"));
    assertEquals(3, names(files).size());
    assertEquals(0, files.open);
  }

  private static List<String> names(FolderFiles files) {
    try (Stream<Path> found = Files.list(files.place(ORDERS.toString()))) {
      return found.map(path -> path.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void everyFormatHoldsEveryRow() {
    FolderFiles files = new FolderFiles(folder);
    EngineSession session = open(files);
    TreeMap<String, String> csv = new TreeMap<>(Map.of("skip_header", "1", "field_delimiter", ";"));
    TreeMap<String, String> packed = new TreeMap<>(Map.of("compression", "gzip"));
    List<ExternalTable> tables =
        List.of(
            table(20, "public", "a", FileFormat.of(FileFormat.CSV)),
            table(21, "public", "b", new FileFormat(FileFormat.CSV, csv)),
            table(22, "public", "c", FileFormat.of(FileFormat.NDJSON)),
            table(23, "public", "d", new FileFormat(FileFormat.CSV, packed)),
            table(24, "public", "e", new FileFormat(FileFormat.NDJSON, packed)),
            table(25, "public", "f", FileFormat.of(FileFormat.PARQUET)));
    View view = Images.view(image(tables.toArray(ExternalTable[]::new)));
    for (ExternalTable table : tables) {
      String name = table.name().object();
      assertEquals("0\nSELECT", Runs.print(session, view, "SELECT count(*) FROM " + name));
      for (String row : List.of("(1, 'a;b,\"c\"', 1), (2, '', NULL)", "(3, NULL, -2.5)")) {
        Runs.print(session, view, "INSERT INTO " + name + " VALUES " + row);
      }
      assertEquals(
          "1|a;b,\"c\"|1.00\n2||NULL\n3|NULL|-2.50\nSELECT",
          Runs.print(session, view, "SELECT * FROM " + name + " ORDER BY id"),
          name);
    }
  }

  @Test
  void namesAreThoseOfTables() {
    EngineSession session = open(new FolderFiles(folder));
    ExternalTable other = table(21, "sales", "orders", FileFormat.of(FileFormat.PARQUET));
    View view = Images.view(image(orders(), other));
    Runs.print(session, view, "INSERT INTO orders VALUES (1, 'Bern', 1)");
    Runs.print(session, view, "INSERT INTO sales.orders VALUES (1, 'Rom', 2)");
    Runs.print(session, view, "CREATE TABLE customers (city text, name text)");
    Runs.print(session, view, "INSERT INTO customers VALUES ('Bern', 'Urs')");
    assertEquals("CREATE VIEW", Runs.print(session, view, "CREATE VIEW v AS SELECT * FROM orders"));
    assertEquals(
        "Urs|Bern|Rom\nSELECT",
        Runs.print(
            session, view,
            "SELECT c.name, v.city, s.city FROM customers c JOIN v USING (city)"
                + " JOIN fairlead.sales.orders s ON s.id = v.id"));
    View inSales = new View(view.image(), Images.ADMIN, "sales", Map.of());
    assertEquals("Rom\nSELECT", Runs.print(session, inSales, "SELECT city FROM orders"));
    assertEquals(
        "INSERT 0 1", Runs.print(session, inSales, "INSERT INTO orders VALUES (2, 'Ulm', 2)"));
    assertEquals("2\nSELECT", Runs.print(session, view, "SELECT count(*) FROM sales.orders"));
    assertEquals("CREATE TABLE", Runs.print(session, inSales, "CREATE TABLE own (a int)"));
    assertEquals("0\nSELECT", Runs.print(session, view, "SELECT count(*) FROM sales.own"));
  }

  @Test
  void aTableFollowsTheCatalog() {
    EngineSession session = open(new FolderFiles(folder));
    Image first = image(orders());
    Runs.print(session, Images.view(first), "INSERT INTO orders VALUES (1, 'Bern', 1)");
    ExternalTable renamed =
        orders().withHeader(orders().header().withName(new Name("public", "sold")));
    Image second = first.with(renamed).at(first.sequence() + 1, first.nextId());
    assertEquals("1\nSELECT", Runs.print(session, Images.view(second), "SELECT id FROM sold"));
    assertTrue(
        Runs.print(session, Images.view(second), "SELECT id FROM orders").startsWith("ERROR 42P01"));
    Image third = image().at(second.sequence() + 1, second.nextId());
    assertTrue(
        Runs.print(session, Images.view(third), "SELECT id FROM sold").startsWith("ERROR 42P01"));
  }

  @Test
  void onlyInsertChangesOne() {
    EngineSession session = open(new FolderFiles(folder));
    View view = Images.view(image(orders()));
    for (String sql :
        List.of(
            "UPDATE orders SET id = 1",
            "DELETE FROM public.orders",
            "TRUNCATE orders",
            "DROP TABLE orders",
            "DROP VIEW orders",
            "ALTER TABLE orders ADD COLUMN x int",
            "ALTER VIEW orders RENAME TO x",
            "COMMENT ON VIEW orders IS 'x'",
            "CREATE INDEX i ON orders (id)",
            "EXPLAIN DELETE FROM orders")) {
      String said = Runs.print(session, view, sql);
      assertTrue(said.startsWith("ERROR 0A000") || said.startsWith("ERROR 42P07"), sql + said);
    }
    for (String sql :
        List.of(
            "CREATE TABLE orders (a int)",
            "CREATE OR REPLACE VIEW orders AS SELECT 1",
            "CREATE TEMP TABLE orders (a int)",
            "CREATE TABLE public.Orders (a int)")) {
      assertTrue(Runs.print(session, view, sql).startsWith("ERROR 42P07"), sql);
    }
    assertTrue(
        Runs.print(session, view, "CREATE TABLE nowhere.x (a int)").startsWith("ERROR 3F000"));
    assertEquals("CREATE TABLE", Runs.print(session, view, "CREATE TABLE sales.orders (a int)"));
    assertEquals(
        "ERROR 23502 null value in column \"id\" violates not-null constraint",
        Runs.print(session, view, "INSERT INTO orders (city) VALUES ('x')"));
  }

  @Test
  void aReadOnlyTableIsNotWritten() {
    EngineSession session = open(new FolderFiles(folder));
    ExternalTable table = orders();
    View view =
        Images.view(
            image(
                new ExternalTable(
                    table.header(),
                    table.columns(),
                    table.storage(),
                    table.format(),
                    true,
                    table.dialect())));
    assertEquals(
        "ERROR 25006 table \"orders\" is read-only",
        Runs.print(session, view, "INSERT INTO orders VALUES (1, 'x', 1)"));
    assertEquals("0\nSELECT", Runs.print(session, view, "SELECT count(*) FROM orders"));
  }

  @Test
  void aTransactionWritesAtItsEnd() {
    FolderFiles files = new FolderFiles(folder);
    EngineSession session = open(files);
    View view = Images.view(image(orders()));
    session.begin();
    Runs.print(session, view, "INSERT INTO orders VALUES (1, 'Bern', 1)");
    Runs.print(session, view, "INSERT INTO orders VALUES (2, 'Rom', 1)");
    assertEquals("2\nSELECT", Runs.print(session, view, "SELECT count(*) FROM orders"));
    assertEquals(List.of(), names(files));
    session.rollback();
    assertEquals("0\nSELECT", Runs.print(session, view, "SELECT count(*) FROM orders"));
    session.begin();
    Runs.print(session, view, "INSERT INTO orders VALUES (1, 'Bern', 1)");
    session.commit();
    assertEquals(1, names(files).size());
    assertEquals("1\nSELECT", Runs.print(session, view, "SELECT count(*) FROM orders"));
    assertEquals(0, files.open);
  }

  @Test
  void aFailedInsertLeavesNothing() {
    GoneFiles files = new GoneFiles(folder, "write");
    EngineSession session = open(files);
    View view = Images.view(image(orders()));
    String refused = "ERROR 58000 the service refuses to write";
    assertEquals(
        refused, Runs.print(session, view, "INSERT INTO orders VALUES (1, 'Bern', 1)"));
    assertEquals(List.of(), names(files));
    Runs.print(session, view, "CREATE TABLE local (a int)");
    session.begin();
    Runs.print(session, view, "INSERT INTO local VALUES (1)");
    Runs.print(session, view, "INSERT INTO orders VALUES (1, 'Bern', 1)");
    try {
      session.commit();
      assertFalse(true, "the commit must fail");
    } catch (Refusal expected) {
      assertEquals("the service refuses to write", expected.problem().message());
    }
    assertEquals("0\nSELECT", Runs.print(session, view, "SELECT count(*) FROM local"));
    assertEquals(List.of(), names(files));
    assertEquals(0, files.open);
  }

  @Test
  void relationsShowTables() {
    EngineSession session = open(new FolderFiles(folder));
    View view = Images.view(image(orders()));
    Runs.print(session, view, "CREATE TABLE own (a int)");
    assertEquals(
        "public|orders|FUSE|true|postgres | connection=shop|3\n"
            + "public|own|DUCKDB|false||1\nSELECT",
        Runs.print(
            session, view,
            "SELECT database, name, engine, is_external, storage_param, total_columns"
                + " FROM system.tables ORDER BY name"));
    assertEquals(
        "shop|postgres|host=127.0.0.1 password=*** ssh_tunnel=u7\nSELECT",
        Runs.print(
            session, view,
            "SELECT name, storage_type, storage_params FROM system.connections"
                + " WHERE name = 'shop'"));
    assertEquals("0\nSELECT", Runs.print(session, view, "SELECT count(*) FROM system.stages"));
    assertEquals("0\nSELECT", Runs.print(session, view, "SELECT count(*) FROM system.progress"));
    assertEquals(
        "orders|BASE TABLE\nown|BASE TABLE\nSELECT",
        Runs.print(
            session, view,
            "SELECT table_name, table_type FROM information_schema.tables"
                + " WHERE table_schema = 'public' ORDER BY 1"));
    assertEquals(
        "id|integer\ncity|text\ntotal|numeric\nSELECT",
        Runs.print(
            session, view,
            "SELECT column_name, data_type FROM information_schema.columns"
                + " WHERE table_name = 'orders' ORDER BY ordinal_position"));
    assertEquals(
        "r\nSELECT",
        Runs.print(session, view, "SELECT relkind FROM pg_class WHERE oid = 'orders'::regclass"));
  }

  @Test
  void rightsAreAsked() {
    EngineSession session = open(new FolderFiles(folder));
    Header open =
        Header.first(new ObjectId(2), Name.global("public"), Images.ADMIN, Images.NOW)
            .withGrants(
                List.of(new Grant(Optional.empty(), Images.ADMIN, Set.of(Privilege.USAGE))));
    Image image = image(orders()).with(new Schema(open)).with(Images.role(30, "guest", false));
    View guest = new View(image.at(9, 40), new ObjectId(30), "public", Map.of());
    assertEquals(
        "ERROR 42501 permission denied for table \"orders\"",
        Runs.print(session, guest, "SELECT * FROM orders"));
    assertEquals(
        "ERROR 42501 permission denied for table \"orders\"",
        Runs.print(session, guest, "INSERT INTO orders VALUES (1, 'x', 1)"));
  }

  @Test
  void cancelEndsAWaitForFiles() throws Exception {
    SlowFiles files = new SlowFiles(folder);
    EngineSession session = open(files);
    View view = Images.view(image(orders()));
    CompletableFuture<String> said =
        CompletableFuture.supplyAsync(() -> Runs.print(session, view, "SELECT * FROM orders"));
    files.asking.await();
    session.cancel();
    assertTrue(said.get().startsWith("ERROR 57014"), said.get());
    assertEquals(0, files.open);
  }

  @Test
  void noMessageShowsAPath() throws IOException {
    FolderFiles files = new FolderFiles(folder);
    EngineSession session = open(files);
    View view = Images.view(image(orders()));
    Files.writeString(files.place(ORDERS.toString()).resolve("x.parquet"), "no parquet at all");
    String said = Runs.print(session, view, "SELECT * FROM orders");
    assertEquals(
        "ERROR 22000 file \"x.parquet\" of table \"orders\" is not a Parquet file", said);
    assertFalse(
        Runs.print(session, view, "EXPLAIN SELECT * FROM orders").contains(folder.toString()));
  }
}
