package io.fairlead.connector;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.model.Options;
import java.util.Optional;

/// A region of AWS, such as `eu-central-1`. It becomes part of a host's name.
public record AwsRegion(String name) {
  /// Where AWS signs when nobody names a region.
  public static final AwsRegion INITIAL = new AwsRegion("us-east-1");

  public static Optional<AwsRegion> read(Options options, Problems problems) {
    Optional<String> region = options.text("region");
    if (region.filter(name -> !name.matches("[a-z]{2,8}(-[a-z0-9]{1,16}){1,4}")).isPresent()) {
      problems.add(
          ProblemKind.INVALID_OPTION, "invalid REGION: it is not the name of a region of AWS");
    }
    return region.map(AwsRegion::new);
  }

  /// Where a service answers in this region.
  public HttpAddress address(String service) {
    String domain = name.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
    return HttpAddress.https(service + "." + name + domain);
  }
}
