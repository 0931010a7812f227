package io.fairlead.wire.http;

import io.fairlead.model.TokenPermission;
import io.fairlead.session.Caller;
import io.fairlead.sql.ObjectName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One request whose caller is known.
///
/// @param path its parts, decoded
/// @param query its parameters; of several of one name the first
/// @param ifMatch the version that the client has seen; empty when it does not say
record Call(
    String method,
    List<String> path,
    Map<String, String> query,
    Caller caller,
    Optional<String> ifMatch,
    Optional<String> lastEventId,
    byte[] content) {
  JsonNode body() {
    return Json.object(content);
  }

  /// Refuses a token that does not permit this.
  void mustPermit(TokenPermission permission) {
    caller.mustBePermitted(permission);
  }

  /// `name` or `schema.name`, the part at this place of the path.
  ObjectName name(int place) {
    return OptionWords.name(path.get(place));
  }

  boolean is(String wanted) {
    return method.equals(wanted) || (wanted.equals("GET") && method.equals("HEAD"));
  }
}
