package io.fairlead.connector.aws;

import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.model.OptionValue;
import java.util.Optional;

/// One of `keys` and `role` is there, not both.
///
/// @param endpoint where all services are asked, in the place of AWS's own addresses
public record AwsConfig(
    Optional<Keys> keys,
    Optional<Role> role,
    Optional<HttpAddress> endpoint,
    Optional<String> region) {

  /// Where AWS signs when nobody names a region.
  private static final String INITIAL_REGION = "us-east-1";

  public record Keys(
      TextOrSecret accessKeyId,
      OptionValue.SecretUse secretAccessKey,
      Optional<TextOrSecret> sessionToken) {}

  public record Role(String arn, Optional<String> sessionName) {}

  String signingRegion() {
    return region.orElse(INITIAL_REGION);
  }

  /// The Security Token Service. Without a region it is the one that serves all.
  HttpAddress sts() {
    return endpoint.orElseGet(
        () -> {
          String host = region.map(name -> "sts." + name + domain(name)).orElse("sts" + domain(""));
          return HttpAddress.https(host);
        });
  }

  private static String domain(String region) {
    return region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
  }
}
