package io.fairlead.connector;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Which addresses connections may go to. The JDK's own predicates do not serve:
/// `isSiteLocalAddress` knows neither 100.64.0.0/10 nor fc00::/7.
///
/// @param loopback whether this machine's own addresses may be reached
/// @param privateRanges whether addresses that the internet does not route may be reached
public record EgressPolicy(boolean loopback, boolean privateRanges) {
  /// No flag opens these: link-local with the metadata services of clouds, the metadata addresses
  /// that are not link-local, "this network" (0.0.0.0 reaches loopback), ranges for protocols,
  /// documentation and benchmarks, multicast, reserved.
  private static final List<AddressBlock> NEVER =
      AddressBlock.parse(
          "0.0.0.0/8",
          "100.100.100.200/32",
          "168.63.129.16/32",
          "169.254.0.0/16",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "::/128",
          "100::/64",
          "2001:db8::/32",
          "3fff::/20",
          "5f00::/16",
          "fd00:ec2::/32",
          "fe80::/10",
          "fec0::/10",
          "ff00::/8");

  private static final List<AddressBlock> LOOPBACK = AddressBlock.parse("127.0.0.0/8", "::1/128");

  private static final List<AddressBlock> PRIVATE =
      AddressBlock.parse(
          "10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");

  /// For what lies behind a tunnel, where loopback and private ranges are the far end's own.
  static final EgressPolicy BEYOND_TUNNEL = new EgressPolicy(true, true);

  /// Why `address` may not be reached; empty when it may.
  public Optional<String> objection(InetAddress address) {
    List<InetAddress> candidates = new ArrayList<>(embedded(address));
    candidates.add(address);
    for (InetAddress candidate : candidates) {
      if (isIn(NEVER, candidate)) {
        return Optional.of("is in a range that no connection may use");
      }
      if (!loopback && isIn(LOOPBACK, candidate)) {
        return Optional.of("is a loopback address, which this server does not allow");
      }
      if (!privateRanges && isIn(PRIVATE, candidate)) {
        return Optional.of("is in a private range, which this server does not allow");
      }
    }
    return Optional.empty();
  }

  private static boolean isIn(List<AddressBlock> blocks, InetAddress address) {
    return blocks.stream().anyMatch(block -> block.contains(address));
  }

  /// The IPv4 addresses that a gateway would make of an IPv6 address.
  private static List<InetAddress> embedded(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return List.of();
    }
    byte[] b = address.getAddress();
    if (startsWith(b, 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01)) {
      // Local-use NAT64: the length of the prefix is the operator's secret, so all layouts count.
      return List.of(
          v4(b[6], b[7], b[9], b[10]), v4(b[7], b[9], b[10], b[11]),
          v4(b[9], b[10], b[11], b[12]), v4(b[12], b[13], b[14], b[15]));
    }
    if (startsWith(b, 0x00, 0x64, 0xff, 0x9b)) {
      return List.of(v4(b[12], b[13], b[14], b[15]));
    }
    if (startsWith(b, 0x20, 0x02)) {
      return List.of(v4(b[2], b[3], b[4], b[5]));
    }
    if (startsWith(b, 0x20, 0x01, 0x00, 0x00)) {
      return List.of(v4(b[4], b[5], b[6], b[7]), v4(~b[12], ~b[13], ~b[14], ~b[15]));
    }
    boolean compatible = startsWith(b, new int[12]) && (b[12] != 0 || b[13] != 0);
    boolean mapped = startsWith(b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);
    return compatible || mapped ? List.of(v4(b[12], b[13], b[14], b[15])) : List.of();
  }

  private static boolean startsWith(byte[] address, int... prefix) {
    byte[] bytes = new byte[prefix.length];
    for (int i = 0; i < prefix.length; i++) {
      bytes[i] = (byte) prefix[i];
    }
    return Arrays.equals(address, 0, prefix.length, bytes, 0, prefix.length);
  }

  private static InetAddress v4(int a, int b, int c, int d) {
    try {
      return Inet4Address.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
