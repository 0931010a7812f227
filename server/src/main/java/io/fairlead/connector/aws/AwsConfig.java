package io.fairlead.connector.aws;

import io.fairlead.connector.AwsKeys;
import io.fairlead.connector.AwsRegion;
import io.fairlead.connector.AwsSts;
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
  AwsSts.Place sts() {
    AwsSts.Place amazon = AwsSts.Place.amazon(region);
    return new AwsSts.Place(endpoint.orElse(amazon.address()), amazon.region());
  }
}
