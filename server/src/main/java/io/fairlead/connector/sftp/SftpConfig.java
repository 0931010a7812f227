package io.fairlead.connector.sftp;

import io.fairlead.connector.LoginOptions;
import io.fairlead.connector.SshPeer;
import io.fairlead.model.OptionValue;
import java.util.Optional;

/// @param privateKey may stand beside a password, for servers that want both
/// @param basePath empty when no directory is looked at
public record SftpConfig(
    SshPeer server,
    LoginOptions login,
    Optional<OptionValue.SecretUse> privateKey,
    Optional<String> basePath) {}
