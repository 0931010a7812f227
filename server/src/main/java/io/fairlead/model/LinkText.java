package io.fairlead.model;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/// How SingleStore's statements wrote the options of a connection. The options are what counts: what
/// this says of them is only told where it still fits.
///
/// @param config the JSON of CONFIG as it was typed, without what became a secret
/// @param credentials the options that CREDENTIALS has named
public record LinkText(String config, Set<String> credentials) {
  public LinkText {
    credentials = Collections.unmodifiableSet(new TreeSet<>(credentials));
  }
}
