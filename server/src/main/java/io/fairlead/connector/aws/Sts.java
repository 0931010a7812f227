package io.fairlead.connector.aws;

import io.fairlead.connector.AwsSignature;
import io.fairlead.connector.AwsCredentials;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.StepFailed;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The two questions that the Security Token Service is asked.
final class Sts {
  private static final String VERSION = "2011-06-15";

  /// How long temporary keys live, the least that AWS allows: an attempt takes seconds.
  private static final String SECONDS = "900";

  private final HttpAddress address;
  private final HttpCaller caller;
  private final String region;
  private final InstantSource clock;

  Sts(HttpAddress address, HttpCaller caller, String region, InstantSource clock) {
    this.address = address;
    this.caller = caller;
    this.region = region;
    this.clock = clock;
  }

  /// Who the credentials belong to.
  StsAnswer callerIdentity(AwsCredentials credentials) throws StepFailed, IOException {
    return ask(credentials, Map.of("Action", "GetCallerIdentity"));
  }

  StsAnswer assumeRole(
      AwsCredentials credentials, String arn, String sessionName, Optional<String> externalId)
      throws StepFailed, IOException {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("Action", "AssumeRole");
    parameters.put("RoleArn", arn);
    parameters.put("RoleSessionName", sessionName);
    parameters.put("DurationSeconds", SECONDS);
    externalId.ifPresent(id -> parameters.put("ExternalId", id));
    return ask(credentials, parameters);
  }

  private StsAnswer ask(AwsCredentials credentials, Map<String, String> parameters)
      throws StepFailed, IOException {
    String form =
        parameters.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&", "Version=" + VERSION + "&", ""));
    HttpRequest request =
        HttpRequest.post(
            address.target("/"), "application/x-www-form-urlencoded; charset=utf-8", form);
    AwsSignature signature = new AwsSignature(credentials, region, clock);
    return StsAnswer.of(caller.call(signature.sign("sts", address, request)));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
