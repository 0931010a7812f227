package io.fairlead.connector.azure;

import io.fairlead.model.OptionValue;
import java.util.Optional;

/// @param secret the account's key or the signature; empty only where that was reported
public record AzureConfig(Optional<OptionValue.SecretUse> secret) {}
