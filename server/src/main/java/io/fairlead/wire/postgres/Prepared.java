package io.fairlead.wire.postgres;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The prepared statements and open portals of one session, by name; the empty name is the unnamed
/// one, which the next of its kind replaces.
final class Prepared {
  /// @param characters how long its text is
  record Ready(Session.Plan plan, int characters) {}

  /// @param statement what it runs
  record Opened(Session.Portal portal, Ready statement, Formats formats) {}

  private final Map<String, Ready> statements = new HashMap<>();
  private final Map<String, Opened> portals = new HashMap<>();
  private int characters;

  /// @param length of the text, in characters
  void makeRoom(String name, int length) {
    if (name.isEmpty()) {
      closeStatement(name);
    } else if (statements.containsKey(name)) {
      throw Refusal.of(
          ProblemKind.STATEMENT_EXISTS, "prepared statement \"" + name + "\" already exists");
    } else if (statements.size() - (statements.containsKey("") ? 1 : 0)
        >= Limits.PREPARED_STATEMENTS) {
      throw full("a session may have at most %d prepared statements", Limits.PREPARED_STATEMENTS);
    }
    if (length > Limits.PREPARED_CHARACTERS - characters) {
      throw full(
          "prepared statements of a session may have at most %d characters",
          Limits.PREPARED_CHARACTERS);
    }
  }

  private static Refusal full(String message, int most) {
    return Problem.of(ProblemKind.TOO_LARGE, message.formatted(most))
        .withHint("Close those that are no longer used.")
        .refusal();
  }

  void add(String name, Ready statement) {
    statements.put(name, statement);
    characters += statement.characters();
  }

  Ready statement(String name) {
    Ready found = statements.get(name);
    if (found == null) {
      throw Refusal.of(
          ProblemKind.UNKNOWN_STATEMENT,
          name.isEmpty()
              ? "unnamed prepared statement does not exist"
              : "prepared statement \"" + name + "\" does not exist");
    }
    return found;
  }

  void closeStatement(String name) {
    Ready gone = statements.remove(name);
    if (gone != null) {
      characters -= gone.characters();
    }
  }

  /// As the statement DEALLOCATE wants it: one that is not there is refused.
  void deallocate(String name) {
    statement(name);
    closeStatement(name);
  }

  void closeStatements() {
    statements.clear();
    characters = 0;
  }

  void makeRoomForPortal(String name) {
    if (name.isEmpty()) {
      closePortal(name);
    } else if (portals.containsKey(name)) {
      throw Refusal.of(ProblemKind.PORTAL_EXISTS, "portal \"" + name + "\" already exists");
    } else if (portals.size() - (portals.containsKey("") ? 1 : 0) >= Limits.PORTALS) {
      throw full("a session may have at most %d open portals", Limits.PORTALS);
    }
  }

  void add(String name, Opened portal) {
    portals.put(name, portal);
  }

  Opened portal(String name) {
    Opened found = portals.get(name);
    if (found == null) {
      throw Refusal.of(ProblemKind.UNKNOWN_PORTAL, "portal \"" + name + "\" does not exist");
    }
    return found;
  }

  void closePortal(String name) {
    Opened gone = portals.remove(name);
    if (gone != null) {
      gone.portal().close();
    }
  }

  void closePortals() {
    if (portals.isEmpty()) {
      return;
    }
    List<Opened> open = new ArrayList<>(portals.values());
    portals.clear();
    open.forEach(opened -> opened.portal().close());
  }
}
