package io.fairlead.connector.schemaregistry;

import io.fairlead.connector.HttpPeer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/// A registry with two subjects that lets one user in. What it says to others repeats what they
/// sent, as some servers do.
///
/// @param schemas answers by the line that asks for them
public record PasswordedRegistry(String user, String password, Map<String, String> schemas)
    implements HttpPeer.Behaviour {
  public PasswordedRegistry(String user, String password) {
    this(user, password, Map.of());
  }

  @Override
  public void answer(HttpPeer.Asked asked, OutputStream out) throws IOException {
    String right =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    String given = asked.header("Authorization").orElse("");
    if (!given.equals("Basic " + right)) {
      HttpPeer.write(out, 401, "{\"error_code\": 401, \"message\": \"not with " + given + "\"}");
    } else if (asked.line().equals("GET /subjects HTTP/1.1")) {
      HttpPeer.write(out, 200, "[\"orders-value\", \"stock-value\"]");
    } else if (schemas.containsKey(asked.line())) {
      HttpPeer.write(out, 200, schemas.get(asked.line()));
    } else {
      HttpPeer.write(out, 404, "{\"error_code\": 404}");
    }
  }
}
