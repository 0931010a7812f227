package io.fairlead.connector.azurekeyvault;

import io.fairlead.connector.HttpAddress;
import io.fairlead.model.OptionValue;
import java.util.Optional;

/// @param authority where the client signs in
/// @param clientSecret empty only where the options have been refused
public record AzureKeyVaultConfig(
    HttpAddress address,
    HttpAddress authority,
    String tenant,
    String client,
    Optional<OptionValue.SecretUse> clientSecret) {

  /// What the token is for. The clouds of their own have domains of their own.
  String scope() {
    String host = address.endpoint().host();
    for (String domain : new String[] {"vault.azure.cn", "vault.usgovcloudapi.net"}) {
      if (host.endsWith("." + domain)) {
        return "https://" + domain + "/.default";
      }
    }
    return "https://vault.azure.net/.default";
  }
}
