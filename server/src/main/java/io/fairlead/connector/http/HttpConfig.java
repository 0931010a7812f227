package io.fairlead.connector.http;

import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.TextOrSecret;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// @param address empty when the connection is for whichever server its user names
/// @param names of the files, in order
/// @param headers of every request, by their names in lower case
public record HttpConfig(
    Optional<HttpAddress> address, List<String> names, SortedMap<String, TextOrSecret> headers) {}
