package io.fairlead.engine.duckdb;

import io.fairlead.catalog.Access;
import io.fairlead.catalog.Image;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The schemas of the catalog as DuckDB has them: one of the same name each, made before the first
/// statement that sees the schema. Whose it is stands in a note of the same commit, so that tables of
/// a schema that was dropped are not found in a later one of its name, wherever the server stopped.
///
/// A schema that the catalog has no more stays in the file, out of reach, until [#drop] or until its
/// name is used again: of servers with one catalog each has tables of its own, and one must not lose
/// them because another one saw none.
///
/// DuckDB does not tell names apart by case: of two schemas that differ in it alone, the first has
/// tables.
final class EngineSchemas {
  private static final System.Logger LOG = System.getLogger("io.fairlead.engine");

  /// Names that stand for something else in the engine.
  private static final Set<String> TAKEN =
      Set.of(
          Name.DATABASE, Dictionary.DATABASE, Loads.SCHEMA, "main", "memory", "system", "temp",
          "pg_catalog", "information_schema", "mysql_information_schema", "mz_catalog",
          "mz_internal");

  private static final String NOTES = Name.DATABASE + "." + Loads.SCHEMA + ".schemas";

  /// @param name as it was when it was made
  /// @param catalog of which catalog
  private record Made(String name, ObjectId id, String catalog) {}

  private final String catalog;
  private final Map<String, Made> made = new ConcurrentHashMap<>();

  /// @param catalog the id of the catalog
  EngineSchemas(String catalog) {
    this.catalog = catalog;
  }

  /// When the database opens.
  void open(Connection own) throws SQLException {
    Database.execute(
        own,
        "CREATE TABLE IF NOT EXISTS "
            + NOTES
            + " (name VARCHAR, id BIGINT, catalog VARCHAR)");
    try (Statement statement = own.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name, id, catalog FROM " + NOTES)) {
      while (rows.next()) {
        String name = rows.getString(1);
        made.put(key(name), new Made(name, new ObjectId(rows.getLong(2)), rows.getString(3)));
      }
    }
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /// Makes those that an image has and DuckDB has not. What cannot be made now is tried again with the
  /// next image; it must not keep statements away from the others.
  void bring(Image image, Connection own) {
    List<Schema> missing =
        image.all(Kind.Space.SCHEMA).stream()
            .map(Schema.class::cast)
            .filter(schema -> isMissing(schema, image))
            .toList();
    if (missing.isEmpty()) {
      return;
    }
    try {
      List<Made> now = new ArrayList<>();
      inTransaction(
          own,
          () -> {
            for (Schema schema : missing) {
              now.add(make(schema, own));
            }
          });
      now.forEach(one -> made.put(key(one.name()), one));
    } catch (SQLException refused) {
      LOG.log(
          System.Logger.Level.WARNING,
          () ->
              "schemas cannot be shown to queries: "
                  + Failures.of(refused, null, false).getMessage());
    }
  }

  private boolean isMissing(Schema schema, Image image) {
    String name = schema.name().object();
    Made known = made.get(key(name));
    if (TAKEN.contains(key(name)) || (known != null && known.id().equals(schema.id()))) {
      return false;
    }
    return known == null || (!isLive(known, image) && (known.name().equals(name) || isGone(known, schema)));
  }

  /// Whether the catalog has the schema that one was made for.
  private static boolean isLive(Made known, Image image) {
    return image.schema(known.name()).filter(schema -> schema.id().equals(known.id())).isPresent();
  }

  /// Whether a schema that has the name now is a later one of the same catalog. Otherwise the file
  /// stands beside another catalog than before, or one that was brought back from a copy: there the
  /// tables are whose the name is.
  private boolean isGone(Made known, Schema schema) {
    return known.catalog().equals(catalog) && known.id().number() < schema.id().number();
  }

  private Made make(Schema schema, Connection own) throws SQLException {
    String name = schema.name().object();
    Made known = made.get(key(name));
    if (known != null && !name.equals(Name.PUBLIC) && isGone(known, schema)) {
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "tables of an earlier schema \"" + name + "\" are dropped");
      remove(known.name(), own);
    }
    ExternalViews.makeSchema(name, own);
    forget(name, own);
    try (PreparedStatement insert =
        own.prepareStatement("INSERT INTO " + NOTES + " VALUES (?, ?, ?)")) {
      insert.setString(1, name);
      insert.setLong(2, schema.id().number());
      insert.setString(3, catalog);
      insert.execute();
    }
    return new Made(name, schema.id(), catalog);
  }

  private static void remove(String name, Connection own) throws SQLException {
    Database.execute(
        own,
        "DROP SCHEMA IF EXISTS " + Name.DATABASE + "." + Database.quoted(name) + " CASCADE");
    forget(name, own);
    Loads.forgetGone(own);
  }

  private static void forget(String name, Connection own) throws SQLException {
    try (PreparedStatement delete =
        own.prepareStatement("DELETE FROM " + NOTES + " WHERE name = ?")) {
      delete.setString(1, name);
      delete.execute();
    }
  }

  /// Drops a schema with its tables. One that is in use now stays, out of reach.
  void drop(String name, ObjectId id, Connection own) throws SQLException {
    Made known = made.get(key(name));
    if (known != null && known.id().equals(id) && !name.equals(Name.PUBLIC)) {
      inTransaction(own, () -> remove(known.name(), own));
      made.remove(key(name));
    }
  }

  /// What is kept in a schema; nothing in the engine's schema of an earlier one.
  List<String> contentOf(Schema schema, Connection connection) throws SQLException {
    Made known = made.get(key(schema.name().object()));
    return known != null && known.id().equals(schema.id())
        ? LocalTables.listed(connection, known.name())
        : List.of();
  }

  private static void inTransaction(Connection own, Database.Work work) throws SQLException {
    Database.execute(own, "BEGIN TRANSACTION");
    boolean committed = false;
    try {
      work.run();
      Database.execute(own, "COMMIT");
      committed = true;
    } finally {
      if (!committed) {
        PendingFiles.rollBack(own);
      }
    }
  }

  /// The schema of the catalog whose tables a name means; empty where there is none. The case of
  /// letters counts where the catalog has a schema of exactly this name.
  Optional<Schema> of(String written, Image image) {
    Made known = made.get(key(written));
    if (known == null || !isLive(known, image)) {
      return Optional.empty();
    }
    boolean another = !known.name().equals(written) && image.schema(written).isPresent();
    return another ? Optional.empty() : image.schema(known.name());
  }

  /// Whether a schema of the catalog has tables of its own in the engine.
  boolean has(String schema, Image image) {
    return image.schema(schema).isPresent() && of(schema, image).isPresent();
  }

  /// Whether there can be tables under a name, when the catalog has committed it.
  boolean canHold(String schema, Image image) {
    Made known = made.get(key(schema));
    return !TAKEN.contains(key(schema)) && (known == null || !isLive(known, image));
  }

  /// Whether what DuckDB has under this name is not there for a role: it is another schema's or no
  /// schema's, or the role may not use it.
  boolean isHidden(String written, Image image, Access access) {
    return made.containsKey(key(written))
        && of(written, image).filter(schema -> access.mayUse(schema.name().object())).isEmpty();
  }
}
