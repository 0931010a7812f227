package io.fairlead.connector.webhdfs;

import io.fairlead.connector.HttpAddress;
import io.fairlead.model.OptionValue;
import java.util.Optional;

/// @param nameNode empty when the connection is for whichever its user names
/// @param prefix with what the paths of the files begin, without the first slash
/// @param user who asks, where the name node believes that without a proof
/// @param delegation the token that proves it
record WebHdfsConfig(
    Optional<HttpAddress> nameNode,
    String prefix,
    Optional<String> user,
    Optional<OptionValue.SecretUse> delegation) {}
