package io.fairlead.wire.mysql;

/// What both sides can do, as the bits of the protocol.
record Capabilities(int bits) {
  static final int LONG_PASSWORD = 1;
  static final int FOUND_ROWS = 1 << 1;
  static final int LONG_FLAG = 1 << 2;
  static final int CONNECT_WITH_DB = 1 << 3;
  static final int PROTOCOL_41 = 1 << 9;
  static final int INTERACTIVE = 1 << 10;
  static final int SSL = 1 << 11;
  static final int TRANSACTIONS = 1 << 13;
  static final int SECURE_CONNECTION = 1 << 15;
  static final int MULTI_STATEMENTS = 1 << 16;
  static final int MULTI_RESULTS = 1 << 17;
  static final int PS_MULTI_RESULTS = 1 << 18;
  static final int PLUGIN_AUTH = 1 << 19;
  static final int CONNECT_ATTRS = 1 << 20;
  static final int PLUGIN_AUTH_LENENC = 1 << 21;
  static final int SESSION_TRACK = 1 << 23;
  static final int DEPRECATE_EOF = 1 << 24;

  /// Without compression, without LOCAL INFILE and without what only MariaDB has.
  private static final int OFFERED =
      LONG_PASSWORD
          | FOUND_ROWS
          | LONG_FLAG
          | CONNECT_WITH_DB
          | PROTOCOL_41
          | INTERACTIVE
          | TRANSACTIONS
          | SECURE_CONNECTION
          | MULTI_STATEMENTS
          | MULTI_RESULTS
          | PS_MULTI_RESULTS
          | PLUGIN_AUTH
          | CONNECT_ATTRS
          | PLUGIN_AUTH_LENENC
          | SESSION_TRACK
          | DEPRECATE_EOF;

  static Capabilities offered(boolean tls) {
    return new Capabilities(tls ? OFFERED | SSL : OFFERED);
  }

  /// What the client has of the offer.
  Capabilities and(int client) {
    return new Capabilities(bits & client);
  }

  Capabilities with(int capability, boolean on) {
    return new Capabilities(on ? bits | capability : bits & ~capability);
  }

  boolean has(int capability) {
    return (bits & capability) != 0;
  }
}
