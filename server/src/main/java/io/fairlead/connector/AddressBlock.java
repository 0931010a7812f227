package io.fairlead.connector;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/// A range of addresses: `169.254.0.0/16`.
record AddressBlock(InetAddress first, int bits) {
  static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    return new AddressBlock(
        InetAddress.ofLiteral(text.substring(0, slash)),
        Integer.parseInt(text.substring(slash + 1)));
  }

  static List<AddressBlock> parse(String... texts) {
    return java.util.Arrays.stream(texts).map(AddressBlock::parse).toList();
  }

  boolean contains(InetAddress address) {
    if (address instanceof Inet4Address != first instanceof Inet4Address) {
      return false;
    }
    byte[] mine = first.getAddress();
    byte[] other = address.getAddress();
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((mine[bit / 8] ^ other[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
