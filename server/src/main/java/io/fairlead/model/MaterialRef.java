package io.fairlead.model;

/// Where a piece of secret material is kept: the backend's name and the key under which that
/// backend finds it. Material never changes under its key; a new value gets a new key.
public record MaterialRef(String backend, String key) {}
