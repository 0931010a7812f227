package io.fairlead.connector;

import io.fairlead.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a request to AWS says about its signature (version 4), and whether it is true: computed here
/// once more, as the specification has it, for targets that need no encoding.
public record SignatureClaim(
    String keyId, String date, String region, String service, String names, String signature) {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([a-z0-9-]+)/([a-z0-9]+)/aws4_request, "
              + "SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Duration SKEW = Duration.ofMinutes(5);

  /// Empty when there is none, or one for another service.
  public static Optional<SignatureClaim> of(HttpPeer.Asked asked, String service) {
    Matcher given = AUTHORIZATION.matcher(asked.header("Authorization").orElse(""));
    return given.matches() && given.group(4).equals(service)
        ? Optional.of(
            new SignatureClaim(
                given.group(1),
                given.group(2),
                given.group(3),
                service,
                given.group(5),
                given.group(6)))
        : Optional.empty();
  }

  /// @param temporary whether the key has a token, which has to be signed too
  public boolean isTrue(HttpPeer.Asked asked, String secret, boolean temporary) {
    String time = asked.header("X-Amz-Date").orElse("");
    String all = ";" + names + ";";
    Duration off = Duration.between(TIME.parse(time, Instant::from), Instant.now()).abs();
    if (off.compareTo(SKEW) > 0
        || !time.startsWith(date)
        || !all.contains(";host;")
        || !all.contains(";x-amz-date;")
        || (temporary && !all.contains(";x-amz-security-token;"))) {
      return false;
    }
    String headers =
        Arrays.stream(names.split(";"))
            .map(name -> name + ":" + asked.header(name).orElse("").strip() + "\n")
            .collect(Collectors.joining());
    String[] line = asked.line().split(" ");
    String[] target = line[1].split("\\?", 2);
    String query =
        target.length < 2
            ? ""
            : Arrays.stream(target[1].split("&")).sorted().collect(Collectors.joining("&"));
    String request =
        String.join("\n", line[0], target[0], query, headers, names, hash(asked.body()));
    String scope = date + "/" + region + "/" + service + "/aws4_request";
    String text = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hash(request);
    byte[] signing = bytes("AWS4" + secret);
    for (String part : scope.split("/")) {
      signing = Sha256.hmac(signing, bytes(part));
    }
    return HexFormat.of().formatHex(Sha256.hmac(signing, bytes(text))).equals(signature);
  }

  private static String hash(String text) {
    return HexFormat.of().formatHex(Sha256.of(bytes(text)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
