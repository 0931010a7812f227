package io.fairlead.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// The server's answer: where to connect, and as whom.
record Resolved(
    String id,
    String jdbcUrl,
    Map<String, String> properties,
    Credential credential,
    @Nullable Credential fallback) {

  /// Who signs in, and with what.
  ///
  /// @param version of the secret; two secrets may have the same
  record Credential(@Nullable String user, @Nullable String password, long version) {
    static Credential read(Map<?, ?> json) {
      long version = json.get("secret_version") instanceof Double number ? number.longValue() : 0;
      return new Credential(text(json, "user"), text(json, "password"), version);
    }

    /// Tells this credential from others without holding it.
    String fingerprint() {
      try {
        byte[] both = (user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(both));
      } catch (NoSuchAlgorithmException missing) {
        throw new IllegalStateException("this Java has no SHA-256", missing);
      }
    }

    @Override
    public String toString() {
      return "credential of version " + version;
    }
  }

  static Resolved read(String body) {
    Map<?, ?> json = Json.object(body);
    Map<String, String> properties = new java.util.HashMap<>();
    if (json.get("properties") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> properties.put((String) name, String.valueOf(value)));
    }
    String id = text(json, "id");
    String url = text(json, "jdbc_url");
    if (id == null || url == null) {
      throw new IllegalArgumentException("the answer has no id or no jdbc_url");
    }
    Credential fallback =
        json.get("fallback") instanceof Map<?, ?> given ? Credential.read(given) : null;
    return new Resolved(id, url, properties, Credential.read(json), fallback);
  }

  Properties signedInAs(Credential who) {
    Properties all = new Properties();
    all.putAll(properties);
    if (who.user() != null) {
      all.setProperty("user", who.user());
    }
    if (who.password() != null) {
      all.setProperty("password", who.password());
    }
    return all;
  }

  private static @Nullable String text(Map<?, ?> json, String name) {
    return json.get(name) instanceof String text ? text : null;
  }

  @Override
  public String toString() {
    return "connection " + id;
  }
}
