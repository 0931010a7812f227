package io.fairlead.connector.gcp;

import io.fairlead.model.OptionValue;
import java.util.Optional;

/// @param key empty only where the options have been refused
public record GcpConfig(Optional<OptionValue.SecretUse> key) {}
