package io.fairlead.command;

import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.TokenReader;

/// Finds the connection that somebody names in a query, and lets only those use it who may.
public final class UsableConnection {
  private UsableConnection() {}

  /// @param written `c`, `schema.c` or `fairlead.schema.c`, quoted as in SQL where needed
  /// @throws io.fairlead.base.Refusal when there is none, or the actor needs USAGE on it
  public static Connection find(Image image, Actor actor, String written) {
    try {
      TokenReader in = new TokenReader(written);
      ObjectName name = ObjectGrammar.name(in, Kind.CONNECTION);
      in.expectEnd();
      Connection connection = Lookup.connection(image, name, actor);
      Rights.mustUse(image, actor, connection);
      return connection;
    } catch (Refusal refusal) {
      // A place in this text is none in the statement.
      throw refusal.problem().at(0).refusal();
    }
  }
}
