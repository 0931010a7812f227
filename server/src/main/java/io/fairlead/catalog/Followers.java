package io.fairlead.catalog;

import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Tells followers of new images, from one thread, apart from the writer: a slow follower is late,
/// it never delays a commit. A follower that throws is told again with the next image or after a
/// pause.
final class Followers implements AutoCloseable {
  /// Commits that are kept for a late follower; beyond it sees only the difference of images.
  private static final int KEPT_COMMITS = 10_000;

  private static final long RETRY_MILLIS = 1000;

  /// Followers are told at most so often: the images between are skipped, and a commit wakes nobody.
  private static final long BREATH_MILLIS = 5;

  private static final Logger LOG = System.getLogger(Followers.class.getName());

  /// One follower and the image that it has handled.
  private static final class Place {
    final Follower follower;
    Image handled = Image.EMPTY;
    boolean startedOnce;

    Place(Follower follower) {
      this.follower = follower;
    }
  }

  private final List<Place> places = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Thread thread = new Thread(this::run, "catalog-followers");
  private final CountDownLatch closed = new CountDownLatch(1);
  private Image latest = Image.EMPTY;
  private List<Commit> kept = new ArrayList<>();
  private boolean waiting;

  void start(Image image) {
    latest = image;
    thread.setDaemon(true);
    thread.start();
  }

  void add(Follower follower) {
    lock.lock();
    try {
      places.add(new Place(follower));
      waiting = false;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  void tell(Image image, List<Commit> commits) {
    lock.lock();
    try {
      latest = image;
      if (places.isEmpty()) {
        return;
      }
      kept.addAll(commits);
      if (kept.size() > KEPT_COMMITS) {
        kept = new ArrayList<>();
      }
      if (waiting) {
        waiting = false;
        news.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    boolean retry = false;
    boolean last = false;
    try {
      while (!last) {
        last = closed.await(retry ? RETRY_MILLIS : BREATH_MILLIS, TimeUnit.MILLISECONDS);
        Image image;
        List<Commit> commits;
        lock.lock();
        try {
          awaitNews(retry);
          image = latest;
          commits = List.copyOf(kept);
        } finally {
          lock.unlock();
        }
        retry = false;
        for (Place place : places) {
          retry |= !advance(place, image, commits);
        }
        forgetHandled();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitNews(boolean retry) throws InterruptedException {
    while (!retry && closed.getCount() > 0 && places.stream().allMatch(this::isCurrent)) {
      kept.clear();
      waiting = true;
      news.await();
    }
  }

  /// What everybody has seen goes: under steady writing there may never be a moment without news.
  private void forgetHandled() {
    long handled = Long.MAX_VALUE;
    for (Place place : places) {
      handled = Math.min(handled, place.handled.sequence());
    }
    lock.lock();
    try {
      int seen = 0;
      while (seen < kept.size() && kept.get(seen).sequence() <= handled) {
        seen++;
      }
      kept.subList(0, seen).clear();
    } finally {
      lock.unlock();
    }
  }

  private boolean isCurrent(Place place) {
    return place.startedOnce && place.handled.sequence() == latest.sequence();
  }

  private static boolean advance(Place place, Image image, List<Commit> commits) {
    if (place.startedOnce && place.handled.sequence() == image.sequence()) {
      return true;
    }
    long from = place.handled.sequence();
    List<Commit> between =
        commits.stream()
            .filter(commit -> commit.sequence() > from && commit.sequence() <= image.sequence())
            .toList();
    boolean whole = between.size() == image.sequence() - from;
    try {
      place.follower.advance(place.handled, image, whole ? between : List.of());
      place.handled = image;
      place.startedOnce = true;
      return true;
    } catch (RuntimeException failure) {
      LOG.log(
          Logger.Level.WARNING,
          "follower {0} could not advance to {1} ({2}); it will be told again",
          place.follower.name(),
          image.sequence(),
          failure.getClass().getName());
      return false;
    }
  }

  /// Tells everybody once more, then stops.
  @Override
  public void close() {
    lock.lock();
    try {
      closed.countDown();
      news.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(1000);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
