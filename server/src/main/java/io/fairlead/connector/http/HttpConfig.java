package io.fairlead.connector.http;

import io.fairlead.connector.HttpAddress;
import io.fairlead.model.OptionValue.SecretUse;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// @param address empty when the connection is for whichever server its user names
/// @param names of the files, in order
/// @param headers that go with every request
/// @param secretHeaders the secret that holds further ones as a JSON object
public record HttpConfig(
    Optional<HttpAddress> address,
    List<String> names,
    SortedMap<String, String> headers,
    Optional<SecretUse> secretHeaders) {}
