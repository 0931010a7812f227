package io.fairlead.connector;

/// A host (name, dotted quad or IPv6 without brackets) and a port.
public record Endpoint(String host, int port) {
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
