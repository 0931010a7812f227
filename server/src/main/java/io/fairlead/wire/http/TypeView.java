package io.fairlead.wire.http;

import java.util.List;

/// A connection type for the description of this interface, from its connector's option table.
///
/// @param name as `connection_type` has it
public record TypeView(String name, List<OptionView> options) {
  /// @param kind `text`, `number`, `flag`, `secret`, `connection`, `list` or `object`
  /// @param initial what counts when it is not set; empty when nothing does
  public record OptionView(
      String key, String kind, boolean required, String initial, String help) {}
}
