package io.fairlead.connector.http;

import io.fairlead.connector.HttpAddress;
import java.util.List;
import java.util.Optional;

/// @param address empty when the connection is for whichever server its user names
/// @param names of the files, in order
public record HttpConfig(Optional<HttpAddress> address, List<String> names) {}
