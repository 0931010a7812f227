package io.fairlead.sql;

import java.util.List;

/// One change to a map of options. Every dialect's way to change options is made of these three.
///
/// Keys are canonical (`ssl_mode`) where the dialect knows the spelling; an unknown spelling is
/// kept lower-cased with underscores, and refused when the edit is applied.
public sealed interface OptionEdit {
  record Set(String key, OptionLiteral value, int position) implements OptionEdit {}

  record Reset(String key, int position) implements OptionEdit {}

  record ReplaceAll(List<Set> options) implements OptionEdit {
    public ReplaceAll {
      options = List.copyOf(options);
    }
  }
}
