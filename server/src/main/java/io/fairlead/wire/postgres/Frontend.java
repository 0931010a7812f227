package io.fairlead.wire.postgres;

/// The types of messages that a client sends.
final class Frontend {
  static final byte QUERY = 'Q';
  static final byte PARSE = 'P';
  static final byte BIND = 'B';
  static final byte DESCRIBE = 'D';
  static final byte EXECUTE = 'E';
  static final byte CLOSE = 'C';
  static final byte FLUSH = 'H';
  static final byte SYNC = 'S';
  static final byte TERMINATE = 'X';
  static final byte FUNCTION_CALL = 'F';
  static final byte COPY_DATA = 'd';
  static final byte COPY_DONE = 'c';
  static final byte COPY_FAIL = 'f';

  /// A password, or a step of SASL.
  static final byte PASSWORD = 'p';

  /// In Describe and Close.
  static final byte STATEMENT = 'S';

  static final byte PORTAL = 'P';

  private Frontend() {}

  static boolean isKnown(byte type) {
    return switch (type) {
      case QUERY,
          PARSE,
          BIND,
          DESCRIBE,
          EXECUTE,
          CLOSE,
          FLUSH,
          SYNC,
          TERMINATE,
          FUNCTION_CALL,
          COPY_DATA,
          COPY_DONE,
          COPY_FAIL,
          PASSWORD ->
          true;
      default -> false;
    };
  }
}
