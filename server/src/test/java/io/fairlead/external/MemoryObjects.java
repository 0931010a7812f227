package io.fairlead.external;

import io.fairlead.base.Deadline;
import io.fairlead.connector.ObjectLink;
import io.fairlead.connector.StepFailed;
import io.fairlead.pool.ObjectUse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// A place in memory, which remembers what was read. Misbehaving ones override what they do wrong.
class MemoryObjects implements ObjectLink, RemotePlace.Links {
  record Stored(byte[] content, String etag, Instant changed) {}

  final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
  final List<String> reads = Collections.synchronizedList(new ArrayList<>());

  void put(String name, byte[] content, String etag) {
    objects.put(name, new Stored(content, etag, Instant.EPOCH));
  }

  @Override
  public <T> T run(ObjectUse.Work<T> work, Deadline deadline)
      throws StepFailed, Gone, IOException {
    return work.on(this);
  }

  @Override
  public Page list(String prefix, Optional<String> after, int most, Deadline deadline)
      throws StepFailed {
    List<Entry> entries =
        objects.tailMap(after.orElse(prefix), after.isEmpty()).entrySet().stream()
            .filter(object -> object.getKey().startsWith(prefix))
            .limit(most)
            .map(object -> entry(object.getKey(), object.getValue()))
            .toList();
    return new Page(
        entries,
        entries.size() < most ? Optional.empty() : Optional.of(entries.getLast().name()));
  }

  private static Entry entry(String name, Stored stored) {
    return new Entry(name, stored.content().length, stored.etag(), stored.changed());
  }

  @Override
  public Optional<Entry> find(String name, Deadline deadline) {
    return Optional.ofNullable(objects.get(name)).map(stored -> entry(name, stored));
  }

  @Override
  public void read(
      String name, String etag, long offset, long count, OutputStream to, Deadline deadline)
      throws StepFailed, Gone, IOException {
    Stored stored = objects.get(name);
    if (stored == null || (!etag.isEmpty() && !etag.equals(stored.etag()))) {
      throw new Gone("it is another one");
    }
    reads.add(offset + "+" + count);
    to.write(stored.content(), (int) offset, (int) count);
  }

  @Override
  public Entry write(String name, InputStream from, long bytes, Deadline deadline)
      throws IOException {
    put(name, from.readAllBytes(), "w" + bytes);
    return entry(name, java.util.Objects.requireNonNull(objects.get(name)));
  }

  @Override
  public void delete(String name, Deadline deadline) {
    objects.remove(name);
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isUsable(Deadline deadline) {
    return true;
  }

  @Override
  public void abort() {}

  @Override
  public void close() {}
}
