package io.fairlead.connector.gcpsecrets;

import io.fairlead.connector.HttpAddress;
import io.fairlead.model.OptionValue;
import java.util.Optional;

/// @param key empty only where the options have been refused
public record GcpSecretsConfig(
    HttpAddress address, String project, Optional<OptionValue.SecretUse> key) {}
