package io.fairlead.connector.externallocation;

import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import java.util.Optional;

/// @param storage the name of the type of storage; empty only where that was reported
/// @param place the options of that type that say where it is
/// @param identity who signs in
public record ExternalLocationConfig(
    String storage, Options place, Optional<ObjectId> identity) {}
