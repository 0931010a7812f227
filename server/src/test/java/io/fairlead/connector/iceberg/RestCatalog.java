package io.fairlead.connector.iceberg;

import io.fairlead.connector.HttpPeer;
import java.io.IOException;
import java.io.OutputStream;

/// A catalog below `/api` that gives a token to one credential alone, and everything else to that
/// token alone. Its refusals repeat what they were sent, as some servers do.
///
/// @param form what a request for a token must say
/// @param config what it says at `/v1/config`
public record RestCatalog(String form, String config) implements HttpPeer.Behaviour {
  static final String TOKEN = "tok.en-1";

  @Override
  public void answer(HttpPeer.Asked asked, OutputStream out) throws IOException {
    if (asked.line().equals("POST /api/v1/oauth/tokens HTTP/1.1")) {
      if (asked.body().equals(form)) {
        HttpPeer.write(out, 200, "{\"access_token\": \"" + TOKEN + "\", \"token_type\": \"bearer\"}");
      } else {
        HttpPeer.write(out, 401, "{\"error\": \"invalid_client\", \"for\": \"" + asked.body() + "\"}");
      }
    } else if (!asked.header("Authorization").orElse("").equals("Bearer " + TOKEN)) {
      HttpPeer.write(out, 401, "{\"error\": \"no such token\"}");
    } else if (asked.line().startsWith("GET /api/v1/config?warehouse=lake%20house ")) {
      HttpPeer.write(out, 200, config);
    } else if (asked.line().equals("GET /api/v1/p%2F1/namespaces HTTP/1.1")) {
      HttpPeer.write(out, 200, "{\"namespaces\": [[\"sales\"], [\"sales\", \"eu\"]]}");
    } else {
      HttpPeer.write(out, 404, "{\"error\": {\"message\": \"" + asked.line() + "\"}}");
    }
  }
}
