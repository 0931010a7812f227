package io.fairlead.session;

import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import org.jspecify.annotations.Nullable;

/// Which table a name means, as in a query: one of the session's schema before one of `public`, be it
/// an external table or one of the engine.
record TableNames(ClientSession session) {
  /// @param schema null where none was written
  /// @return where it would be, when there is none
  Name found(@Nullable String schema, String object) {
    String own = session.view().schema();
    Name here = new Name(schema == null ? own : schema, object);
    if (schema != null || own.equals(Name.PUBLIC) || isThere(here)) {
      return here;
    }
    Name shared = new Name(Name.PUBLIC, object);
    return isThere(shared) ? shared : here;
  }

  boolean isThere(Name name) {
    return session.view().image().find(Kind.Space.TABLE, name).isPresent() || isLocal(name);
  }

  /// Whether the engine itself has such a table, for the session's role.
  boolean isLocal(Name name) {
    session.park();
    return session.cancellable(
        () -> session.engineSession().table(name, session.view()).isPresent());
  }
}
