package io.fairlead.catalog;

import io.fairlead.model.Connection;
import io.fairlead.model.Header;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.Touch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Objects for tests.
final class Samples {
  static final Touch NOW = new Touch(Instant.parse("2026-11-25T12:00:00Z"), "admin");
  static final ObjectId OWNER = new ObjectId(1);

  private Samples() {}

  static Connection connection(long id, String name) {
    return new Connection(
        Header.first(new ObjectId(id), new Name("public", name), OWNER, NOW),
        "postgres",
        Options.of(Map.of("host", new OptionValue.Text("db"))),
        List.of(),
        "materialize");
  }

  static Connection using(long id, String name, ObjectId tunnel) {
    Connection plain = connection(id, name);
    return plain.withOptions(
        plain.options().with("ssh_tunnel", new OptionValue.ConnectionUse(tunnel)));
  }

  /// A proposal that puts one object.
  static Proposal<Long> put(Connection connection) {
    return new Proposal<>(
        "admin",
        "materialize",
        "CREATE CONNECTION " + connection.name().object(),
        (image, _) ->
            new Decision<>(List.of(new Change.Put(connection)), image.sequence() + 1));
  }
}
