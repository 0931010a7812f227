package io.fairlead.model;

/// One value that a secret has had.
///
/// @param number counts from 1 and is never used twice in one secret
public record SecretVersion(int number, MaterialRef material, Touch created) {}
