package io.fairlead.wire.mysql;

/// The number of the next packet of an exchange, whoever sends it; each command starts at 0.
final class Sequence {
  private int next;

  void restart() {
    next = 0;
  }

  int take() {
    int taken = next;
    next = (next + 1) & 0xff;
    return taken;
  }
}
