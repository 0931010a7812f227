package io.fairlead.connector.githost;

import io.fairlead.connector.HttpPeer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// A git host that knows one token, and whom it lets read what. What it says to others repeats what
/// they sent, as some servers do.
record TokenedHost(String authorization, Map<String, String> answers) implements HttpPeer.Behaviour {
  @Override
  public void answer(HttpPeer.Asked asked, OutputStream out) throws IOException {
    String given = asked.header("Authorization").orElse("");
    if (!given.equals(authorization)) {
      HttpPeer.write(out, 401, "{\"message\": \"not with " + given + "\"}");
      return;
    }
    String path = asked.line().split(" ")[1];
    String answer = answers.get(path);
    if (answer == null) {
      HttpPeer.write(out, 404, "{\"message\": \"no " + path + "\"}");
    } else if (answer.matches("[0-9]{3}")) {
      HttpPeer.write(out, Integer.parseInt(answer), "{\"message\": \"" + given + "\"}");
    } else {
      HttpPeer.write(out, 200, answer);
    }
  }
}
