package io.fairlead.client;

import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the server answers instead of a connection, as JDBC has it: its problem document in words,
/// and the state by which callers tell one refusal from another.
final class ServerRefusal {
  private static final int MOST_CHARACTERS = 1000;

  private ServerRefusal() {}

  static SQLException of(FairleadUrl url, int status, String body) {
    String said = said(body);
    String why = said.isEmpty() ? "" : ": " + said;
    return switch (status) {
      case 401, 429 ->
          new SQLInvalidAuthorizationSpecException(
              "the server does not let this role in at " + url + why, "28000");
      case 403 ->
          new SQLNonTransientConnectionException("this role may not use " + url + why, "42501");
      case 404 ->
          new SQLNonTransientConnectionException("there is no connection " + url + why, "42704");
      default ->
          new SQLNonTransientConnectionException(
              "cannot resolve " + url + ", the server answers " + status + why, "08004");
    };
  }

  /// Title, detail and hint of a problem document (RFC 9457); empty when the body is none.
  private static String said(String body) {
    Map<?, ?> document;
    try {
      document = Json.object(body);
    } catch (IllegalArgumentException notJson) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    for (String name : List.of("title", "detail", "hint")) {
      if (document.get(name) instanceof String text && !text.isBlank()) {
        parts.add(text);
      }
    }
    String all = String.join("; ", parts).replaceAll("\\p{Cntrl}", " ");
    return all.length() > MOST_CHARACTERS ? all.substring(0, MOST_CHARACTERS) + "…" : all;
  }
}
