package io.fairlead.connector.aws;

import io.fairlead.connector.AwsKeys;
import io.fairlead.connector.AwsRegion;
import io.fairlead.connector.AwsTokenService;
import io.fairlead.connector.HttpAddress;
import java.util.Optional;

/// One of `keys` and `role` is there, not both.
///
/// @param endpoint where all services are asked, in the place of AWS's own addresses
public record AwsConfig(
    Optional<AwsKeys> keys,
    Optional<Role> role,
    Optional<HttpAddress> endpoint,
    Optional<AwsRegion> region) {

  public record Role(String arn, Optional<String> sessionName) {}

  String signingRegion() {
    return region.orElse(AwsRegion.INITIAL).name();
  }

  /// The Security Token Service that is asked.
  AwsTokenService.Place sts() {
    AwsTokenService.Place amazon = AwsTokenService.Place.amazon(region);
    return new AwsTokenService.Place(endpoint.orElse(amazon.address()), amazon.region());
  }
}
