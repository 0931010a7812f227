package io.fairlead.wire.postgres;

/// The types of messages that the server sends.
final class Backend {
  static final byte AUTHENTICATION = 'R';
  static final byte NEGOTIATE_VERSION = 'v';
  static final byte PARAMETER_STATUS = 'S';
  static final byte BACKEND_KEY_DATA = 'K';
  static final byte READY_FOR_QUERY = 'Z';
  static final byte ROW_DESCRIPTION = 'T';
  static final byte DATA_ROW = 'D';
  static final byte COMMAND_COMPLETE = 'C';
  static final byte EMPTY_QUERY = 'I';
  static final byte ERROR = 'E';
  static final byte NOTICE = 'N';
  static final byte PARSE_COMPLETE = '1';
  static final byte BIND_COMPLETE = '2';
  static final byte CLOSE_COMPLETE = '3';
  static final byte PARAMETER_DESCRIPTION = 't';
  static final byte NO_DATA = 'n';
  static final byte PORTAL_SUSPENDED = 's';

  private Backend() {}
}
