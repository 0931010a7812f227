package io.fairlead.catalog;

import io.fairlead.base.Limits;
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
  private final List<KeptRefusal> refused = new CopyOnWriteArrayList<>();
  private final List<KeptResolution> resolutions = new CopyOnWriteArrayList<>();
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
    return changes().reversed().stream()
        .map(Event::entry)
        .filter(entry -> entry.id().equals(id))
        .limit(most)
        .toList();
  }

  @Override
  public Optional<Entry> version(ObjectId id, int version) {
    return history(id, Integer.MAX_VALUE).stream()
        .filter(entry -> entry.version() == version)
        .findFirst();
  }

  @Override
  public Optional<Entry> asOf(ObjectId id, long sequence) {
    return history(id, Integer.MAX_VALUE).stream()
        .filter(entry -> entry.sequence() <= sequence)
        .findFirst();
  }

  @Override
  public List<Event> events(long after, long upTo, int most) {
    return changes().stream()
        .filter(event -> event.place() > after && event.entry().sequence() <= upTo)
        .limit(most)
        .toList();
  }

  /// Every change, with what it changed.
  private List<Event> changes() {
    List<Event> events = new ArrayList<>();
    Map<ObjectId, CatalogObject> current = new HashMap<>();
    for (Commit commit : commits) {
      for (int ordinal = 0; ordinal < commit.changes().size(); ordinal++) {
        Change change = commit.changes().get(ordinal);
        Entry entry = entry(commit, ordinal);
        events.add(
            new Event(
                (commit.sequence() << 24) + ordinal, entry, current.get(change.id())));
        if (change instanceof Change.Put put) {
          current.put(put.id(), put.object());
        } else {
          current.remove(change.id());
        }
      }
    }
    return events;
  }

  private static Entry entry(Commit commit, int ordinal) {
    Change change = commit.changes().get(ordinal);
    Change.Drop subject =
        switch (change) {
          case Change.Put(var object) ->
              new Change.Drop(object.id(), object.kind(), object.name(), object.version());
          case Change.Drop drop -> drop;
        };
    @Nullable CatalogObject object = change instanceof Change.Put put ? put.object() : null;
    return new Entry(
        commit.sequence(),
        subject.id(),
        subject.kind(),
        subject.name(),
        subject.version(),
        commit.touch(),
        commit.dialect(),
        commit.statementOf(ordinal),
        object);
  }

  @Override
  public void keepRefused(List<RefusedAttempt> attempts) throws StoreFull {
    long place = lastPlace();
    for (RefusedAttempt attempt : attempts) {
      place++;
      refused.add(new KeptRefusal(place, attempt));
    }
    while (refused.size() > Limits.REFUSALS_KEPT) {
      refused.removeFirst();
    }
  }

  @Override
  public List<KeptRefusal> refused(long after, int most) {
    return refused.stream().filter(kept -> kept.place() > after).limit(most).toList();
  }

  private long lastPlace() {
    long last = refused.isEmpty() ? 0 : refused.getLast().place();
    long told = resolutions.isEmpty() ? 0 : resolutions.getLast().place();
    return Math.max(Math.max(last, told), ((long) commits.size() << 24) + (1 << 23));
  }

  @Override
  public void keepResolutions(List<Resolution> added) throws StoreFull {
    for (Resolution resolution : added) {
      int same = 0;
      while (same < resolutions.size()
          && !key(resolutions.get(same).resolution()).equals(key(resolution))) {
        same++;
      }
      if (same == resolutions.size()) {
        resolutions.add(new KeptResolution(lastPlace() + 1, resolution));
      } else {
        KeptResolution kept = resolutions.get(same);
        Resolution both = sum(kept.resolution(), resolution);
        resolutions.set(same, new KeptResolution(kept.place(), both));
      }
    }
    while (resolutions.size() > Limits.RESOLUTIONS_KEPT) {
      resolutions.removeFirst();
    }
  }

  private static Resolution key(Resolution told) {
    return new Resolution(
        told.minute(), told.role(), told.connection(), told.name(), told.secrets(), 0, 0);
  }

  private static Resolution sum(Resolution one, Resolution other) {
    return new Resolution(
        one.minute(),
        one.role(),
        one.connection(),
        one.name(),
        one.secrets(),
        one.times() + other.times(),
        one.missed() + other.missed());
  }

  @Override
  public List<KeptResolution> resolutions(long after, int most) {
    return resolutions.stream().filter(kept -> kept.place() > after).limit(most).toList();
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
