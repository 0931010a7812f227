package io.fairlead.engine;

import io.fairlead.base.Deadline;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import io.fairlead.sql.FileSource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// The files of external tables and of stages, which stand somewhere else.
///
/// What is read comes as files of this machine, in a bounded cache: DuckDB reads those faster than
/// anything that is handed to it row by row. A file may have holes: only the ranges that were asked for
/// are there.
public interface ExternalFiles {
  /// What somebody wants to do; the privilege that they need.
  enum Use {
    READ,
    WRITE
  }

  /// @param name below the place
  /// @param etag changes with the content
  record RemoteFile(String name, long bytes, String etag, Instant changed) {}

  /// @param offset of the first byte
  record Range(long offset, long bytes) {}

  /// The folder of this machine below which the files of [Place#local] are. The engine makes a folder
  /// beside it, in the same file system, for links to those that a statement reads.
  Path folder();

  /// Authorises, and asks nobody yet.
  ///
  /// @param view whose objects and rights count
  /// @throws io.fairlead.base.Refusal when the role may not
  Place table(View view, ObjectId table, Use use);

  /// The same for the files that a statement names: needs USAGE on the stage or the connection.
  Place files(View view, FileSource files, Use use);

  /// The place of a pipeline's files, for reading. Whoever made the pipeline was allowed to.
  default Place pipeline(View view, Pipeline pipeline) {
    throw new UnsupportedOperationException("there are no pipelines");
  }

  /// One place, for one statement. Methods may wait for the network, fail with
  /// [io.fairlead.base.Refusal], and end soon after [#cancel] or an interrupt. A credential that is
  /// changed meanwhile is taken up without an error, as long as one of them serves.
  interface Place extends AutoCloseable {
    /// All files below the place by name, but those whose name begins with `_` or `.` in any folder.
    List<RemoteFile> list(Deadline deadline);

    /// A file of this machine with the whole length of `file`, in which at least these ranges are what
    /// the remote file holds; the same file for all callers. It stays until [#close].
    ///
    /// @throws io.fairlead.base.Refusal when the remote file is gone or has changed meanwhile
    Path local(RemoteFile file, List<Range> ranges, Deadline deadline);

    /// Makes the remote file, all of it or nothing.
    void write(String name, Path content, Deadline deadline);

    void delete(String name, Deadline deadline);

    /// From any thread; does not wait.
    void cancel();

    @Override
    void close();
  }
}
