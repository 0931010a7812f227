package io.fairlead.catalog;

import io.fairlead.model.CatalogObject;
import io.fairlead.model.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A store that keeps everything in memory and nothing else.
public class MemoryStore implements Store {
  private final List<Commit> commits = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> material = new ConcurrentHashMap<>();
  private final Map<String, byte[]> notes = new ConcurrentHashMap<>();
  private volatile long nextId = 1;
  private final AtomicInteger appends = new AtomicInteger();

  @Override
  public Head head() {
    return new Head("c0ffee", commits.size(), nextId);
  }

  @Override
  public void load(Consumer<CatalogObject> consumer) {
    Map<ObjectId, CatalogObject> current = new HashMap<>();
    for (Commit commit : commits) {
      for (Change change : commit.changes()) {
        switch (change) {
          case Change.Put put -> current.put(put.id(), put.object());
          case Change.Drop drop -> current.remove(drop.id());
        }
      }
    }
    current.values().forEach(consumer);
  }

  @Override
  public void append(
      long expected, List<Commit> added, long newNextId, List<Material> rows)
      throws HeadMoved, StoreFull {
    if (expected != commits.size()) {
      throw new HeadMoved();
    }
    appends.incrementAndGet();
    commits.addAll(added);
    nextId = newNextId;
    rows.forEach(row -> material.put(row.key(), row.sealed()));
  }

  /// How many transactions were made.
  int appends() {
    return appends.get();
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public List<Commit> commitsAfter(long sequence, int most) {
    return commits.stream().skip(sequence).limit(most).toList();
  }

  @Override
  public List<Entry> history(ObjectId id, int most) {
    List<Entry> entries = new ArrayList<>();
    for (Commit commit : commits.reversed()) {
      for (Change change : commit.changes().reversed()) {
        if (change.id().equals(id) && entries.size() < most) {
          entries.add(entry(commit, change));
        }
      }
    }
    return entries;
  }

  private static Entry entry(Commit commit, Change change) {
    @Nullable CatalogObject object = change instanceof Change.Put put ? put.object() : null;
    return switch (change) {
      case Change.Put put ->
          new Entry(
              commit.sequence(),
              put.id(),
              put.object().kind(),
              put.object().name(),
              put.object().version(),
              commit.touch(),
              commit.dialect(),
              commit.statement(),
              object);
      case Change.Drop drop ->
          new Entry(
              commit.sequence(),
              drop.id(),
              drop.kind(),
              drop.name(),
              drop.version(),
              commit.touch(),
              commit.dialect(),
              commit.statement(),
              null);
    };
  }

  @Override
  public Optional<Long> verifyHistory() {
    return Optional.empty();
  }

  @Override
  public Optional<byte[]> material(String key) {
    return Optional.ofNullable(material.get(key));
  }

  @Override
  public void materialKeys(Consumer<String> consumer) {
    material.keySet().forEach(consumer);
  }

  @Override
  public void removeMaterial(List<String> keys) throws StoreFull {
    keys.forEach(material::remove);
  }

  @Override
  public Optional<byte[]> note(String name) {
    return Optional.ofNullable(notes.get(name));
  }

  @Override
  public void keepNote(String name, byte[] value) throws StoreFull {
    notes.put(name, value);
  }

  @Override
  public void close() {
    // Nothing to give back.
  }
}
