package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.connector.OptionSpec;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.DefaultPrivilege;
import io.fairlead.model.ExternalFunction;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.LinkText;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Stage;
import io.fairlead.model.StorageUse;
import io.fairlead.model.Tag;
import io.fairlead.model.Token;
import io.fairlead.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// What changed between two versions of an object, in words and without values.
final class Difference {
  private Difference() {}

  static Problem notice(Connection before, Connection after, Image image) {
    return notice(before, after, List.of(), image);
  }

  /// @param more what changed beside the connection itself
  static Problem notice(
      CatalogObject before, CatalogObject after, List<String> more, Image image) {
    List<String> all = changes(before, after);
    all.addAll(more);
    return Problem.of(
        ProblemKind.DONE,
        named(after)
            + " is now version "
            + after.version()
            + ": "
            + String.join(", ", all)
            + "; "
            + followers(image, after.id()));
  }

  /// How many objects a change of this one reaches.
  static String followers(Image image, ObjectId id) {
    int dependants = image.dependants(id).size();
    return switch (dependants) {
      case 0 -> "nothing depends on it";
      case 1 -> "1 object follows";
      default -> dependants + " objects follow";
    };
  }

  static Problem none(CatalogObject object) {
    return Problem.of(
        ProblemKind.DONE,
        named(object) + " is unchanged and stays at version " + object.version());
  }

  private static String named(CatalogObject object) {
    return object.kind().word() + " \"" + object.name().object() + "\"";
  }

  static List<String> changes(CatalogObject before, CatalogObject after) {
    List<String> found = new ArrayList<>();
    switch (after) {
      case Connection connection -> ofConnection((Connection) before, connection, found);
      case Secret secret -> {
        if (!secret.current().equals(((Secret) before).current())) {
          found.add("value " + secret.current().number());
        }
        if (!secret.facts().equals(((Secret) before).facts())) {
          found.add("expiry changed");
        }
        if (!secret.overlap().equals(((Secret) before).overlap())) {
          found.add(secret.overlap().isPresent() ? "overlap set" : "overlap over");
        }
        if (!secret.partOf().equals(((Secret) before).partOf())) {
          found.add("no part of a connection any more");
        }
      }
      case ExternalTable table ->
          ofStorage(((ExternalTable) before).storage(), table.storage(), found);
      case Stage stage -> {
        ofStorage(((Stage) before).storage(), stage.storage(), found);
        if (!stage.format().equals(((Stage) before).format())) {
          found.add("format changed");
        }
      }
      case Pipeline pipeline -> ofPipeline((Pipeline) before, pipeline, found);
      case ExternalFunction function ->
          ofStorage(((ExternalFunction) before).storage(), function.storage(), found);
      case Schema schema -> {
        if (!schema.storage().equals(((Schema) before).storage())) {
          found.add("storage of its tables changed");
        }
      }
      case Role _, DefaultPrivilege _, Token _, Tag _ -> {}
    }
    if (!before.name().equals(after.name())) {
      found.add("renamed from \"" + before.name().object() + "\"");
    }
    if (!before.owner().equals(after.owner())) {
      found.add("owner changed");
    } else if (!before.header().grants().equals(after.header().grants())) {
      found.add("privileges changed");
    }
    if (!before.header().comment().equals(after.header().comment())) {
      found.add("comment changed");
    }
    if (!before.header().tags().equals(after.header().tags())) {
      found.add("tags changed");
    }
    return found;
  }

  private static void ofPipeline(Pipeline before, Pipeline after, List<String> found) {
    ofStorage(before.storage(), after.storage(), found);
    if (!before.input().equals(after.input())) {
      found.add("input changed");
    }
    if (!before.load().equals(after.load())) {
      found.add("loading changed");
    }
    if (!before.batches().equals(after.batches())) {
      found.add("settings of its batches changed");
    }
    if (before.state() != after.state()) {
      found.add("state " + after.state().word());
    }
  }

  private static void ofStorage(StorageUse before, StorageUse after, List<String> found) {
    if (!before.connection().equals(after.connection())) {
      found.add("connection changed");
    }
    if (!before.place().equals(after.place())) {
      found.add("place changed");
    }
    if (!before.pin().equals(after.pin())) {
      found.add(
          after.pin().map(pin -> "pinned to version " + pin.version()).orElse("pinned no more"));
    }
  }

  private static void ofConnection(Connection before, Connection after, List<String> found) {
    TreeSet<String> keys = new TreeSet<>(before.options().values().keySet());
    keys.addAll(after.options().values().keySet());
    for (String key : keys) {
      boolean was = before.options().has(key);
      boolean is = after.options().has(key);
      String spelling = OptionSpec.spelling(key);
      if (!was) {
        found.add(spelling + " set");
      } else if (!is) {
        found.add(spelling + " reset");
      } else if (!before.options().get(key).equals(after.options().get(key))) {
        found.add(spelling + " changed");
      }
    }
    if (!before.overlap().equals(after.overlap())) {
      found.add(after.overlap().isPresent() ? "overlap set" : "overlap over");
    }
    if (!before.keys().equals(after.keys())) {
      found.add("keys rotated");
    }
    boolean anew = !before.link().map(LinkText::config).equals(after.link().map(LinkText::config));
    if (found.isEmpty() && anew) {
      found.add("CONFIG written anew");
    }
  }
}
