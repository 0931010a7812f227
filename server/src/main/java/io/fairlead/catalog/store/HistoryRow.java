package io.fairlead.catalog.store;

import io.fairlead.catalog.Change;
import io.fairlead.catalog.Commit;
import io.fairlead.catalog.Store;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Touch;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One row of `history`: one change of one commit, before it is chained to the row in front of it.
///
/// @param ordinal the change's place in its commit, from 0
/// @param at an instant in ISO 8601
/// @param state the object as [ObjectCodec] writes it; null when it was dropped
record HistoryRow(
    long sequence,
    int ordinal,
    long id,
    String kind,
    String schema,
    String name,
    int version,
    String at,
    String by,
    String dialect,
    String statement,
    @Nullable String state) {

  static final String COLUMNS =
      "place, sequence, ordinal, object_id, kind, schema_name, object_name, version, changed_at,"
          + " changed_by, dialect, statement, state, previous_place, previous_hash, hash";

  private static final int PREVIOUS_PLACE = 14;
  static final int PREVIOUS_HASH = 15;
  static final int HASH = 16;

  /// Room for so many changes in one commit: the key of a row is its commit's sequence and its place
  /// in the commit in one number, so that rows are added at the end of the table.
  private static final int ORDINAL_BITS = 24;

  static final int MOST_CHANGES = 1 << ORDINAL_BITS;

  /// What stands in front of the first row.
  static final byte[] NO_HASH = new byte[32];

  /// The key of a commit's first row.
  static long place(long sequence) {
    return sequence << ORDINAL_BITS;
  }

  long place() {
    return place(sequence) + ordinal;
  }

  /// The commit in whose place a row stands.
  static long sequenceAt(long place) {
    return place >> ORDINAL_BITS;
  }

  static HistoryRow of(Commit commit, int ordinal) {
    Change change = commit.changes().get(ordinal);
    return switch (change) {
      case Change.Put(var object) ->
          of(
              commit,
              ordinal,
              new Change.Drop(object.id(), object.kind(), object.name(), object.version()),
              ObjectCodec.write(object));
      case Change.Drop drop -> of(commit, ordinal, drop, null);
    };
  }

  private static HistoryRow of(
      Commit commit, int ordinal, Change.Drop subject, @Nullable String state) {
    return new HistoryRow(
        commit.sequence(),
        ordinal,
        subject.id().number(),
        subject.kind().word(),
        storable(subject.name().schema()),
        storable(subject.name().object()),
        subject.version(),
        commit.touch().at().toString(),
        storable(commit.touch().by()),
        storable(commit.dialect()),
        storable(commit.statementOf(ordinal)),
        state == null ? null : storable(state));
  }

  /// A text that every database keeps as it is: PostgreSQL takes neither NUL nor half of a
  /// surrogate pair, and a write that it refuses would stop the server.
  static String storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
            .replace('\0', '\uFFFD');
      }
    }
    return text;
  }

  /// SHA-256 over the hash of the row in front and every field with its length, so that no two
  /// different rows have the same bytes.
  byte[] hashAfter(byte[] previous) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(previous.length);
      out.write(previous);
      out.writeLong(sequence);
      out.writeInt(ordinal);
      out.writeLong(id);
      text(out, kind);
      text(out, schema);
      text(out, name);
      out.writeInt(version);
      text(out, at);
      text(out, by);
      text(out, dialect);
      text(out, statement);
      text(out, state);
      return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void text(DataOutputStream out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /// Fills in [Writer]'s INSERT.
  ///
  /// @param before the place of the object's version before, when it is in the same batch
  void bind(PreparedStatement insert, @Nullable Long before, byte[] previous, byte[] hash)
      throws SQLException {
    insert.setLong(1, place());
    insert.setLong(2, sequence);
    insert.setInt(3, ordinal);
    insert.setLong(4, id);
    insert.setString(5, kind);
    insert.setString(6, schema);
    insert.setString(7, name);
    insert.setInt(8, version);
    insert.setString(9, at);
    insert.setString(10, by);
    insert.setString(11, dialect);
    insert.setString(12, statement);
    insert.setString(13, state);
    insert.setObject(14, before, Types.BIGINT);
    insert.setLong(15, id);
    insert.setBytes(16, previous);
    insert.setBytes(17, hash);
  }

  /// Reads a row of [#COLUMNS].
  static HistoryRow read(ResultSet row) throws SQLException {
    return new HistoryRow(
        row.getLong(2),
        row.getInt(3),
        row.getLong(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getInt(8),
        row.getString(9),
        row.getString(10),
        row.getString(11),
        row.getString(12),
        row.getString(13));
  }

  /// Where the version before stands, in a row of [#COLUMNS]; null for the first one.
  static @Nullable Long previousPlace(ResultSet row) throws SQLException {
    long place = row.getLong(PREVIOUS_PLACE);
    return row.wasNull() ? null : place;
  }

  Touch touch() {
    return new Touch(Instant.parse(at), by);
  }

  Change change() {
    return state == null
        ? new Change.Drop(new ObjectId(id), kindOf(), new Name(schema, name), version)
        : new Change.Put(ObjectCodec.read(state));
  }

  Store.Entry entry() {
    return new Store.Entry(
        sequence,
        new ObjectId(id),
        kindOf(),
        new Name(schema, name),
        version,
        touch(),
        dialect,
        statement,
        state == null ? null : ObjectCodec.read(state));
  }

  private Kind kindOf() {
    return ObjectCodec.kind(kind);
  }
}
