package io.fairlead.catalog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// Walks along the audit with one page of it in memory: first all changes, then all refused
/// statements, then what applications were told. Not for several threads.
final class AuditPages implements Iterator<AuditEvent> {
  private static final int PAGE = 500;

  private final Store store;
  private final long upTo;
  private final Deque<AuditEvent> page = new ArrayDeque<>();
  private long changesAfter;
  private long refusedAfter;
  private long resolvedAfter;
  private boolean changesEnded;
  private boolean refusedEnded;
  private boolean resolvedEnded;

  AuditPages(Store store, long upTo) {
    this.store = store;
    this.upTo = upTo;
  }

  @Override
  public boolean hasNext() {
    if (page.isEmpty() && !changesEnded) {
      List<Store.Event> found = store.events(changesAfter, upTo, PAGE);
      for (Store.Event event : found) {
        page.add(AuditEvent.of(event));
        changesAfter = event.place();
      }
      changesEnded = found.isEmpty();
    }
    if (page.isEmpty() && !refusedEnded) {
      List<Store.KeptRefusal> found = store.refused(refusedAfter, PAGE);
      for (Store.KeptRefusal refusal : found) {
        page.add(AuditEvent.of(refusal));
        refusedAfter = refusal.place();
      }
      refusedEnded = found.isEmpty();
    }
    if (page.isEmpty() && !resolvedEnded) {
      List<Store.KeptResolution> found = store.resolutions(resolvedAfter, PAGE);
      for (Store.KeptResolution kept : found) {
        page.add(AuditEvent.of(kept));
        resolvedAfter = kept.place();
      }
      resolvedEnded = found.isEmpty();
    }
    return !page.isEmpty();
  }

  @Override
  public AuditEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.removeFirst();
  }
}
