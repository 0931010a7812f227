package io.fairlead.connector;

import java.util.Optional;
import java.util.regex.Pattern;

/// What an authorization server gives for a sign-in (OAuth2), and a service accepts.
public record BearerToken(String value) {
  /// What a header can carry as a bearer token (RFC 6750).
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  /// The token in an answer; empty when there is none that fits.
  public static Optional<BearerToken> in(HttpResponse answer) {
    String token = answer.json().path("access_token").asString("");
    return TOKEN.matcher(token).matches()
        ? Optional.of(new BearerToken(token))
        : Optional.empty();
  }

  /// The request with this token.
  public HttpRequest onto(HttpRequest request) {
    return request.with("Authorization", "Bearer " + value);
  }

  @Override
  public String toString() {
    return "‹token›";
  }
}
