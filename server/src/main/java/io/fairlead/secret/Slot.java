package io.fairlead.secret;

import io.fairlead.model.ObjectId;

/// What a piece of material belongs to: the object and the name of the place in it (`value` for a
/// secret, `key` for a private key). Sealing binds material to its slot, so that rows swapped in the
/// store are noticed.
public record Slot(ObjectId object, String name) {
  public static final String VALUE = "value";
  public static final String KEY = "key";
}
