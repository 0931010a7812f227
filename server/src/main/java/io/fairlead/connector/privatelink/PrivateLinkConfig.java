package io.fairlead.connector.privatelink;

import java.util.List;

public record PrivateLinkConfig(String serviceName, List<String> availabilityZones) {
  public PrivateLinkConfig {
    availabilityZones = List.copyOf(availabilityZones);
  }
}
