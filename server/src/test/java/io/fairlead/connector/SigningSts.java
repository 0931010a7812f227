package io.fairlead.connector;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A Security Token Service that believes no signature that it has not computed itself. It knows
/// some keys and some roles, and hands out temporary keys, which it knows from then on.
public final class SigningSts implements HttpPeer.Behaviour {
  private record Key(String secret, String token, String arn) {}

  private record Role(String trusted, Optional<String> externalId) {}

  private final Map<String, Key> keys = new ConcurrentHashMap<>();
  private final Map<String, Role> roles = new ConcurrentHashMap<>();
  private final Map<String, String> regions = new ConcurrentHashMap<>();
  private final AtomicInteger assumed = new AtomicInteger();

  /// @param token empty for keys that are not temporary
  public void know(String id, String secret, String token, String arn) {
    keys.put(id, new Key(secret, token, arn));
  }

  /// @param trusted the ARN of who may assume it
  public void role(String arn, String trusted, Optional<String> externalId) {
    roles.put(arn, new Role(trusted, externalId));
  }

  /// The secret of a temporary key that it has given.
  public Optional<String> secretOf(String keyId, String token) {
    Key key = keys.get(keyId);
    return key != null && key.token().equals(token) && !token.isEmpty()
        ? Optional.of(key.secret())
        : Optional.empty();
  }

  /// The same for a bucket that does not look at tokens.
  public Optional<String> temporarySecret(String keyId) {
    return Optional.ofNullable(keys.get(keyId))
        .filter(key -> !key.token().isEmpty())
        .map(Key::secret);
  }

  /// How often a role was assumed.
  public int assumed() {
    return assumed.get();
  }

  /// The region for which a key has signed last.
  public String regionOf(String keyId) {
    return String.valueOf(regions.get(keyId));
  }

  @Override
  public void answer(HttpPeer.Asked asked, OutputStream out) throws IOException {
    Optional<SignatureClaim> claim = SignatureClaim.of(asked, "sts");
    if (claim.isEmpty()) {
      refuse(out, "MissingAuthenticationToken");
      return;
    }
    Key key = keys.get(claim.get().keyId());
    if (key == null || !key.token().equals(asked.header("X-Amz-Security-Token").orElse(""))) {
      refuse(out, "InvalidClientTokenId");
      return;
    }
    if (!claim.get().isTrue(asked, key.secret(), !key.token().isEmpty())) {
      refuse(out, "SignatureDoesNotMatch");
      return;
    }
    regions.put(claim.get().keyId(), claim.get().region());
    Map<String, String> form = form(asked.body());
    if ("GetCallerIdentity".equals(form.get("Action"))) {
      HttpPeer.write(
          out,
          200,
          "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
              + "<GetCallerIdentityResult><Arn>" + key.arn() + "</Arn><UserId>U</UserId>"
              + "<Account>123456789012</Account></GetCallerIdentityResult>"
              + "</GetCallerIdentityResponse>");
    } else if ("AssumeRole".equals(form.get("Action"))) {
      assume(form, key, out);
    } else {
      refuse(out, "InvalidAction");
    }
  }

  private void assume(Map<String, String> form, Key by, OutputStream out) throws IOException {
    String arn = form.getOrDefault("RoleArn", "");
    Role role = roles.get(arn);
    Optional<String> named = Optional.ofNullable(form.get("ExternalId"));
    if (role == null
        || !role.trusted().equals(by.arn())
        || (role.externalId().isPresent() && !role.externalId().equals(named))) {
      refuse(out, "AccessDenied");
      return;
    }
    assumed.incrementAndGet();
    String id = "ASIA" + keys.size();
    String session =
        arn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")
            + "/" + form.get("RoleSessionName");
    know(id, "temporary-secret-" + id, "token-of-" + id, session);
    HttpPeer.write(
        out,
        200,
        "<?xml version=\"1.0\"?><AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>"
            + id + "</AccessKeyId><SecretAccessKey>temporary-secret-" + id
            + "</SecretAccessKey><SessionToken>token-of-" + id
            + "</SessionToken><Expiration>"
            + Instant.now().plusSeconds(Long.parseLong(form.get("DurationSeconds")))
            + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>");
  }

  private static void refuse(OutputStream out, String code) throws IOException {
    HttpPeer.write(
        out,
        code.equals("InvalidAction") ? 400 : 403,
        "<ErrorResponse><Error><Type>Sender</Type><Code>" + code
            + "</Code><Message>canary-of-the-peer</Message></Error></ErrorResponse>");
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : body.split("&")) {
      int equals = pair.indexOf('=');
      form.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return form;
  }
}
