package io.fairlead.wire.http;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.Kind;
import io.fairlead.model.TokenPermission;
import io.fairlead.session.Caller;
import io.fairlead.session.ControlPlane;
import io.fairlead.sql.Listing;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// `/tokens`: made, listed and revoked by roles with their password, never by a token.
final class TokenRoutes {
  private final ControlPlane plane;

  TokenRoutes(ControlPlane plane) {
    this.plane = plane;
  }

  Answer all(Call call) {
    mustBeRole(call.caller());
    return switch (call.method()) {
      case "GET", "HEAD" ->
          Answer.ok(
              Rows.page(
                  plane.run(
                      call.caller(), new Statement.ListObjects(Listing.TOKEN, Optional.empty())),
                  call,
                  "name"));
      case "POST" -> create(call);
      default -> throw new MethodRefused("GET, HEAD, POST");
    };
  }

  private Answer create(Call call) {
    Fields fields = new Fields(call.body()).only(Set.of("name", "permissions", "expires_at"));
    Set<TokenPermission> permissions = EnumSet.noneOf(TokenPermission.class);
    JsonNode wanted =
        fields.maybe("permissions").filter(JsonNode::isArray).orElseThrow(TokenRoutes::unknown);
    for (JsonNode word : wanted.values()) {
      permissions.add(
          TokenPermission.of(word.isString() ? word.stringValue() : "")
              .orElseThrow(TokenRoutes::unknown));
    }
    if (permissions.isEmpty()) {
      throw unknown();
    }
    String name = fields.needed("name");
    return Answer.created(
        "/tokens/" + name,
        Rows.first(
            plane.run(
                call.caller(),
                new Statement.CreateToken(name, permissions, fields.instant("expires_at")))));
  }

  private static Refusal unknown() {
    return Refusal.of(
        ProblemKind.INVALID_OPTION,
        "permissions must be a list of "
            + String.join(
                ", ",
                EnumSet.allOf(TokenPermission.class).stream().map(TokenPermission::word).toList()));
  }

  Answer one(Call call) {
    mustBeRole(call.caller());
    ConnectionRoutes.mustBe(call, "DELETE");
    ObjectName name = ObjectName.of(call.path().get(1));
    plane.run(call.caller(), new Statement.Drop(Kind.TOKEN, List.of(name), false, false));
    return Answer.nothing();
  }

  private static void mustBeRole(Caller caller) {
    if (caller.permissions().isPresent()) {
      throw Refusal.of(ProblemKind.FORBIDDEN, "tokens are managed by roles, not by tokens");
    }
  }
}
