package io.fairlead.connector.githost;

import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.Tls;
import io.fairlead.model.OptionValue;
import java.util.Optional;

/// @param organization empty when the token alone is to be tried
/// @param credential always there in a configuration without problems
public record GitHostConfig(
    HttpAddress address,
    Optional<String> organization,
    Tls tls,
    Optional<OptionValue.SecretUse> credential) {}
