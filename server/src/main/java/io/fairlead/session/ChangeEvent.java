package io.fairlead.session;

import java.util.List;

/// One committed change of one object, for followers outside.
///
/// @param change `create`, `alter` or `drop`
/// @param connections the full names of the connections that use a secret; of a connection its own
public record ChangeEvent(
    long sequence,
    String id,
    String kind,
    String name,
    String change,
    int version,
    List<String> connections) {}
