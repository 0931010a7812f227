package io.fairlead.engine.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.catalog.Image;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.Outside;
import io.fairlead.engine.View;
import io.fairlead.model.Header;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Schemas of a catalog over the lives of a database file.
class EngineSchemasTest {
  private static final String MISSING = "ERROR 42P01 relation \"t\" does not exist";

  @TempDir Path folder = Path.of("");

  private static Schema schema(long id, String name) {
    return new Schema(
        Header.first(new ObjectId(id), Name.global(name), Images.ADMIN, Images.NOW));
  }

  private static View view(Image image) {
    return new View(image, Images.ADMIN, "public", Map.of());
  }

  /// Catalogs of one life: the later ones have higher sequences.
  private static Image image(long sequence, Schema... schemas) {
    Image image = Images.empty();
    for (Schema schema : schemas) {
      image = image.with(schema);
    }
    return image.at(sequence, 100);
  }

  private void life(String catalog, Consumer<EngineSession> work) {
    Outside none = Runs.nothingOutside();
    Outside outside =
        new Outside(none.queries(), none.secrets(), none.audit(), catalog, none.files());
    try (DuckDbEngine engine =
            new DuckDbEngine(
                Optional.of(folder.resolve("engine.db")),
                List.of(),
                (_, _, _) -> "",
                outside,
                System::nanoTime);
        EngineSession session = engine.open()) {
      work.accept(session);
    }
  }

  private static void makeTable(EngineSession session) {
    View view = view(image(1, schema(12, "shop")));
    assertEquals("CREATE TABLE", Runs.print(session, view, "CREATE TABLE shop.t AS SELECT 7 AS x"));
    assertEquals("CREATE TABLE", Runs.print(session, view, "CREATE TABLE t AS SELECT 1 AS x"));
  }

  private static String read(EngineSession session, Image image) {
    return Runs.print(session, view(image), "SELECT x FROM shop.t");
  }

  @Test
  void tablesStayOverRestarts() {
    life("a", EngineSchemasTest::makeTable);
    life("a", session -> assertEquals("7\nSELECT", read(session, image(1, schema(12, "shop")))));
  }

  /// As when the server stops between the catalog's commit and the engine's.
  @Test
  void tablesOfADroppedSchemaAreOutOfReach() {
    life("a", EngineSchemasTest::makeTable);
    life(
        "a",
        session -> {
          assertEquals(MISSING, read(session, image(2)));
          View nowhere = new View(image(2), Images.ADMIN, "shop", Map.of());
          assertEquals("1\nSELECT", Runs.print(session, nowhere, "SELECT x FROM t"));
          assertEquals(
              "1\nSELECT",
              Runs.print(
                  session,
                  view(image(2)),
                  "SELECT count(*) FROM information_schema.tables WHERE table_name = 't'"));
          assertEquals(
              "ERROR 3F000 schema \"shop\" does not exist",
              Runs.print(session, view(image(2)), "CREATE TABLE shop.u (a int)"));
          assertEquals(MISSING, read(session, image(3, schema(20, "shop"))));
          assertEquals(
              "CREATE TABLE",
              Runs.print(
                  session,
                  view(image(3, schema(20, "shop"))),
                  "CREATE TABLE shop.t AS SELECT 8 AS x"));
        });
    life("a", session -> assertEquals("8\nSELECT", read(session, image(3, schema(20, "shop")))));
  }

  /// So that a file is not emptied by the wrong catalog.
  @Test
  void tablesStayWhenTheCatalogIsAnotherOne() {
    life("a", EngineSchemasTest::makeTable);
    life("a", session -> assertEquals("7\nSELECT", read(session, image(1, schema(9, "shop")))));
    life("b", session -> assertEquals("7\nSELECT", read(session, image(1, schema(30, "shop")))));
  }

  @Test
  void caseCountsInTheCatalogAlone() {
    life(
        "a",
        session -> {
          makeTable(session);
          Image both = image(2, schema(12, "shop"), schema(13, "Shop"));
          assertEquals(
              "ERROR 42P01 relation \"t\" does not exist",
              Runs.print(session, view(both), "SELECT x FROM \"Shop\".t"));
          assertEquals(
              "7\nSELECT", Runs.print(session, view(both), "SELECT x FROM SHOP.t"));
          assertEquals(
              "ERROR 0A000 schema \"Shop\" cannot have tables of this server",
              Runs.print(
                  session,
                  new View(both, Images.ADMIN, "Shop", Map.of()),
                  "CREATE TABLE u (a int)"));
          Image other = image(3, schema(13, "Shop"));
          assertEquals(
              "ERROR 42P01 relation \"t\" does not exist",
              Runs.print(session, view(other), "SELECT x FROM \"Shop\".t"));
          assertEquals(
              "CREATE TABLE", Runs.print(session, view(other), "CREATE TABLE \"Shop\".t (a int)"));
        });
  }

  @Test
  void onlyWhatTheCatalogHasDroppedIsDropped() {
    life(
        "a",
        session -> {
          makeTable(session);
          Schema shop = schema(12, "shop");
          assertEquals(
              List.of("table \"t\""), session.contentOf(shop, view(image(1, shop))));
          assertEquals(List.of(), session.contentOf(schema(20, "shop"), view(image(1, shop))));
          session.drop(schema(20, "shop"), view(image(2)));
          assertEquals("7\nSELECT", read(session, image(1, shop)));
          session.drop(shop, view(image(3)));
          assertEquals(List.of(), session.contentOf(shop, view(image(3))));
        });
  }
}
