package io.fairlead.catalog;

import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.DefaultPrivilege;
import io.fairlead.model.ExternalFunction;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.Pipeline;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Secret;
import io.fairlead.model.Stage;
import io.fairlead.model.StorageUse;
import io.fairlead.model.Tag;
import io.fairlead.model.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/// Names for what differs between two versions of an object, never values. Options are in upper
/// case, everything else in lower case.
final class Changed {
  static final String NAME = "name";
  static final String OWNER = "owner";
  static final String COMMENT = "comment";
  static final String GRANTS = "grants";
  static final String MEMBERSHIP = "membership";

  private Changed() {}

  static List<String> between(CatalogObject before, CatalogObject after) {
    List<String> names = new ArrayList<>();
    switch (after) {
      case Connection connection -> connections((Connection) before, connection, names);
      case Secret secret -> secrets((Secret) before, secret, names);
      case Role role -> roles((Role) before, role, names);
      case Schema schema -> add(names, "storage", ((Schema) before).storage(), schema.storage());
      case ExternalTable table -> {
        storages(((ExternalTable) before).storage(), table.storage(), names);
        add(names, "columns", ((ExternalTable) before).columns(), table.columns());
        add(names, "format", ((ExternalTable) before).format(), table.format());
      }
      case Stage stage -> {
        storages(((Stage) before).storage(), stage.storage(), names);
        add(names, "format", ((Stage) before).format(), stage.format());
      }
      case Pipeline pipeline -> pipelines((Pipeline) before, pipeline, names);
      case ExternalFunction function -> {
        ExternalFunction was = (ExternalFunction) before;
        storages(was.storage(), function.storage(), names);
        add(names, "signature", was.signature(), function.signature());
      }
      case Tag tag ->
          add(names, "values", ((Tag) before).allowedValues(), tag.allowedValues());
      case DefaultPrivilege _, Token _ -> {}
    }
    add(names, NAME, before.name(), after.name());
    add(names, OWNER, before.owner(), after.owner());
    add(names, COMMENT, before.header().comment(), after.header().comment());
    add(names, GRANTS, before.header().grants(), after.header().grants());
    add(names, "tags", before.header().tags(), after.header().tags());
    return names;
  }

  private static void connections(Connection before, Connection after, List<String> names) {
    TreeSet<String> keys = new TreeSet<>(before.options().values().keySet());
    keys.addAll(after.options().values().keySet());
    for (String key : keys) {
      String spelling = key.toUpperCase(Locale.ROOT).replace('_', ' ');
      add(names, spelling, before.options().get(key), after.options().get(key));
    }
    add(names, "overlap", before.overlap(), after.overlap());
    add(names, "keys", before.keys(), after.keys());
  }

  private static void secrets(Secret before, Secret after, List<String> names) {
    add(names, "value", before.versions(), after.versions());
    add(names, "expires", before.facts(), after.facts());
    add(names, "overlap", before.overlap(), after.overlap());
    add(names, "part of", before.partOf(), after.partOf());
  }

  private static void storages(StorageUse before, StorageUse after, List<String> names) {
    add(names, "connection", before.connection(), after.connection());
    add(names, "pin", before.pin(), after.pin());
    add(names, "place", before.place(), after.place());
  }

  private static void pipelines(Pipeline before, Pipeline after, List<String> names) {
    storages(before.storage(), after.storage(), names);
    add(names, "input", before.input(), after.input());
    add(names, "load", before.load(), after.load());
    add(names, "batches", before.batches(), after.batches());
    add(names, "state", before.state(), after.state());
  }

  private static void roles(Role before, Role after, List<String> names) {
    add(names, "login", before.login(), after.login());
    add(names, "superuser", before.superuser(), after.superuser());
    add(names, "password", before.verifier(), after.verifier());
    add(names, MEMBERSHIP, before.memberOf(), after.memberOf());
  }

  private static void add(List<String> names, String name, Object before, Object after) {
    if (!before.equals(after)) {
      names.add(name);
    }
  }
}
