package io.fairlead.catalog;

import io.fairlead.model.CatalogObject;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Touch;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The durable side of the catalog: current objects, every version they had, sealed material.
///
/// [#append] and the methods that write are called from one thread; the reading methods from any.
public interface Store extends AutoCloseable {
  /// Where the list of commits stands.
  ///
  /// @param catalog a random id of this catalog, made with it
  /// @param sequence the last commit; 0 for a new catalog
  /// @param nextId the lowest object id that was never used
  record Head(String catalog, long sequence, long nextId) {}

  Head head();

  /// Hands every current object to `consumer`, in no order that matters.
  void load(Consumer<CatalogObject> consumer);

  /// Makes the commits and the material durable in one transaction, or does nothing.
  ///
  /// @param expected the sequence on which the commits were decided
  /// @throws HeadMoved when another node has appended since; decide again after [#commitsAfter]
  /// @throws StoreFull when the disk is full: nothing was written and the store stays usable
  /// @throws StoreBroken when it is not known whether the write is durable: the process must stop
  void append(long expected, List<Commit> commits, long nextId, List<Material> material)
      throws HeadMoved, StoreFull;

  /// Whether other servers may append to the same catalog; if so it is tailed.
  boolean isShared();

  /// Commits that follow `sequence`, oldest first, at most `most`.
  List<Commit> commitsAfter(long sequence, int most);

  /// One version of one object, as it was committed.
  ///
  /// @param object null when the entry is a drop
  record Entry(
      long sequence,
      ObjectId id,
      Kind kind,
      Name name,
      int version,
      Touch touch,
      String dialect,
      String statement,
      @Nullable CatalogObject object) {}

  /// The versions of an object, newest first, at most `most`.
  List<Entry> history(ObjectId id, int most);

  /// One version of an object; empty when it has never had it.
  Optional<Entry> version(ObjectId id, int version);

  /// What an object was when a commit had been made; empty when it was not there yet.
  Optional<Entry> asOf(ObjectId id, long sequence);

  /// A change with what its object was before it.
  ///
  /// @param place rises with the order of changes, and is never that of another one
  /// @param before null when the change made the object
  record Event(long place, Entry entry, @Nullable CatalogObject before) {}

  /// Changes behind a place, oldest first, at most `most`.
  ///
  /// @param upTo the last commit to tell of
  List<Event> events(long after, long upTo, int most);

  /// A refused statement with its place among the others; see [Event#place].
  record KeptRefusal(long place, RefusedAttempt attempt) {}

  /// Keeps these and of all refused statements the newest [io.fairlead.base.Limits#REFUSALS_KEPT].
  void keepRefused(List<RefusedAttempt> attempts) throws StoreFull;

  /// Refused statements behind a place, oldest first, at most `most`.
  List<KeptRefusal> refused(long after, int most);

  /// What applications were told, with its place among the refused statements and others of its kind.
  record KeptResolution(long place, Resolution resolution) {}

  /// Keeps these and of all such the newest [io.fairlead.base.Limits#RESOLUTIONS_KEPT]. What the same
  /// role was told of the same in the same minute before is one row with it.
  void keepResolutions(List<Resolution> resolutions) throws StoreFull;

  /// What applications were told behind a place, oldest first, at most `most`.
  List<KeptResolution> resolutions(long after, int most);

  /// Recomputes the chain of hashes over the whole history.
  ///
  /// @return the first sequence whose row was changed, removed or added by other hands; empty when
  ///     the chain holds
  Optional<Long> verifyHistory();

  /// @return empty when there is no such row
  Optional<byte[]> material(String key);

  /// The keys of all material, for the sweep of orphans at start-up.
  void materialKeys(Consumer<String> consumer);

  void removeMaterial(List<String> keys) throws StoreFull;

  /// A value kept beside the catalog under a name, such as the check of the master key.
  Optional<byte[]> note(String name);

  void keepNote(String name, byte[] value) throws StoreFull;

  @Override
  void close();

  /// Another node appended first.
  final class HeadMoved extends Exception {
    public HeadMoved() {
      super("another server has changed the catalog", null, false, false);
    }
  }

  /// No space left; nothing was written.
  final class StoreFull extends Exception {
    public StoreFull(Throwable cause) {
      super("no space left for the catalog", cause);
    }
  }

  /// The store failed in a way that leaves the outcome unknown.
  final class StoreBroken extends RuntimeException {
    public StoreBroken(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
