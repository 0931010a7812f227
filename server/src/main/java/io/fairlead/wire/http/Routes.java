package io.fairlead.wire.http;

import io.fairlead.base.Refusal;
import io.fairlead.session.ControlPlane;
import io.fairlead.session.SignIn;
import java.util.List;
import java.util.function.Function;

/// From the path of a request to what answers it.
final class Routes {
  private static final Answer NOT_FOUND = HttpProblem.of(404, "no such resource");
  private final ConnectionRoutes connections;
  private final VaultRoutes vault;
  private final TokenRoutes tokens;
  private final SqlRoute sql;

  Routes(ControlPlane plane, SignIn signIn, OptionWords words) {
    this.connections = new ConnectionRoutes(plane, words);
    this.vault = new VaultRoutes(plane, connections, words);
    this.tokens = new TokenRoutes(plane);
    this.sql = new SqlRoute(signIn);
  }

  Answer answer(Call call) {
    return answer(call, this::found);
  }

  /// What a route answers, or the problem document of why it does not.
  static Answer answer(Call call, Function<Call, Answer> route) {
    try {
      return route.apply(call);
    } catch (MethodRefused refused) {
      return HttpProblem.of(405, "method not allowed")
          .with("Allow", String.valueOf(refused.getMessage()));
    } catch (Refusal refusal) {
      return HttpProblem.of(refusal);
    }
  }

  private Answer found(Call call) {
    List<String> path = call.path();
    return switch (path.getFirst()) {
      case "connections" ->
          switch (path.size()) {
            case 1 -> connections.all(call);
            case 2 -> connections.one(call, call.name(1));
            case 3 -> connections.below(call, call.name(1), path.get(2));
            default -> NOT_FOUND;
          };
      case "vault" -> path.size() < 2 ? NOT_FOUND : vault(call, path);
      case "tokens" ->
          switch (path.size()) {
            case 1 -> tokens.all(call);
            case 2 -> tokens.one(call);
            default -> NOT_FOUND;
          };
      case "sql" -> path.size() == 1 ? sql.run(call) : NOT_FOUND;
      default -> NOT_FOUND;
    };
  }

  private Answer vault(Call call, List<String> path) {
    String what = path.get(1);
    if (what.equals("entries") && path.size() <= 3) {
      return path.size() == 2 ? vault.entries(call) : vault.entry(call, path.get(2));
    }
    if (what.equals("backends") && path.size() <= 3) {
      return path.size() == 2 ? vault.backends(call) : vault.backend(call, path.get(2));
    }
    return what.equals("backends") && path.size() == 4 && path.get(3).equals("test")
        ? vault.testBackend(call, path.get(2))
        : NOT_FOUND;
  }
}
