package io.fairlead.connector;

import io.fairlead.base.Deadline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tries a place with what a table or a stage does there. Every operation is tried even when one
/// before it failed, so that all that is missing is told at once; but for a credential that is refused
/// altogether. The link need not be proven: its first operation does that.
///
/// What it writes is one object of a fixed name, so it never piles up; its name begins with `_`, and
/// no scan looks at such objects.
public final class PlaceProbe {
  /// What is written and read back.
  public static final String OBJECT = "_fairlead_probe";

  private static final byte[] CONTENT = "fairlead\n".getBytes(StandardCharsets.US_ASCII);

  /// What to try.
  public enum Trial {
    /// List, and read where there is something.
    READ,
    /// List, write and read: three round trips once signed in. The object stays.
    WRITE,
    /// The same, and what Databend tries besides: stat, and delete, which takes the object away.
    ALL
  }

  private final ObjectLink link;
  private final Attempt attempt;
  private @Nullable StepFailed first;

  private PlaceProbe(ObjectLink link, Attempt attempt) {
    this.link = link;
    this.attempt = attempt;
  }

  static void run(ObjectLink link, Attempt attempt, Trial trial) throws StepFailed {
    new PlaceProbe(link, attempt).run(trial);
  }

  private void run(Trial trial) throws StepFailed {
    Deadline deadline = attempt.deadline();
    if (trial == Trial.READ) {
      readOnly(deadline);
    } else {
      boolean written = tried("write", () -> write(deadline));
      if (trial == Trial.ALL) {
        tried("stat", () -> link.find(OBJECT, deadline).isPresent());
      }
      tried("list", () -> !link.list("", Optional.empty(), 1, deadline).entries().isEmpty());
      if (written) {
        tried("read", () -> read(OBJECT, CONTENT.length, deadline));
      }
      if (trial == Trial.ALL && written) {
        tried("delete", () -> delete(deadline));
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void readOnly(Deadline deadline) {
    ObjectLink.Entry[] found = new ObjectLink.Entry[1];
    tried(
        "list",
        () -> {
          for (ObjectLink.Entry entry :
              link.list("", Optional.empty(), 1, deadline).entries()) {
            found[0] = entry;
          }
          return true;
        });
    if (found[0] != null && found[0].bytes() > 0) {
      tried("read", () -> read(found[0].name(), 1, deadline));
    }
  }

  private boolean write(Deadline deadline) throws StepFailed, IOException {
    link.write(OBJECT, new ByteArrayInputStream(CONTENT), CONTENT.length, deadline);
    return true;
  }

  private boolean read(String name, long bytes, Deadline deadline) throws StepFailed, IOException {
    try {
      link.read(name, "", 0, bytes, new ByteArrayOutputStream(), deadline);
      return true;
    } catch (ObjectLink.Gone gone) {
      // Somebody else has taken it away: the answer shows that reading is allowed.
      return true;
    }
  }

  private boolean delete(Deadline deadline) throws StepFailed {
    link.delete(OBJECT, deadline);
    return true;
  }

  /// Nothing more can be learned once nobody is let in, or nobody is there.
  private boolean isOver() {
    return first != null && (first.isCredentialRefused() || !link.isOpen());
  }

  private boolean tried(String operation, Attempt.Work<Boolean> work) {
    if (isOver()) {
      return false;
    }
    try {
      var _ = attempt.step(operation, work);
      return true;
    } catch (StepFailed failed) {
      if (first == null) {
        first = failed;
      }
      return false;
    }
  }
}
