package io.fairlead.catalog;

/// A row of sealed secret material in the store. The store cannot open it and must not print it.
///
/// @param key chosen by whoever sealed it, never used twice
public record Material(String key, byte[] sealed) {
  @Override
  public String toString() {
    return "Material[" + key + "]";
  }
}
