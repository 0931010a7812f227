package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {
  private static final EgressPolicy OPEN = new EgressPolicy(true, true);
  private static final EgressPolicy CLOSED = new EgressPolicy(false, false);

  private static boolean allows(EgressPolicy policy, String address) {
    return policy.objection(InetAddress.ofLiteral(address)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "169.254.0.1",
        "169.254.169.254",
        "169.254.170.2",
        "169.254.170.23",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "192.0.2.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "fe80::1",
        "febf::1",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "ff02::1",
        "2001:db8::1",
        "::ffff:169.254.169.254",
        "::169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a9fe:a9fe",
        "64:ff9b:1:a9fe:a9:fe00::",
        "2002:a9fe:a9fe::1",
        "2001:0:a9fe:a9fe::1",
        "2001:0:0808:0808:0:0:5601:5601"
      })
  void neverAllowed(String address) {
    assertEquals(false, allows(OPEN, address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"})
  void loopbackIsAFlag(String address) {
    assertEquals(true, allows(new EgressPolicy(true, false), address));
    assertEquals(false, allows(new EgressPolicy(false, true), address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "fc00::1",
        "fd12:3456::1",
        "2002:a00:1::1"
      })
  void privateRangesAreAFlag(String address) {
    assertEquals(true, allows(new EgressPolicy(false, true), address));
    assertEquals(false, allows(new EgressPolicy(true, false), address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "172.15.255.255",
        "172.32.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "169.253.255.255",
        "169.255.0.1",
        "192.0.1.1",
        "223.255.255.255",
        "2606:4700::1111",
        "64:ff9b::808:808",
        "2002:808:808::1"
      })
  void theInternetIsAllowed(String address) {
    assertEquals(true, allows(CLOSED, address));
  }

  /// A refused IPv4 address stays refused in every IPv6 dress.
  @Test
  void aDressChangesNothing() throws UnknownHostException {
    long seed = 20_261_125;
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] v4 = new byte[4];
      random.nextBytes(v4);
      if (i % 3 == 0) {
        v4[0] = (byte) 169;
        v4[1] = (byte) 254;
      }
      InetAddress plain = InetAddress.getByAddress(v4);
      if (CLOSED.objection(plain).isEmpty()) {
        continue;
      }
      for (byte[] dress : dresses(v4)) {
        InetAddress dressed = InetAddress.getByAddress(dress);
        assertTrue(CLOSED.objection(dressed).isPresent(), () -> "seed " + seed + ": " + dressed);
      }
    }
  }

  private static List<byte[]> dresses(byte[] v4) {
    byte[] mapped = new byte[16];
    mapped[10] = mapped[11] = (byte) 0xff;
    System.arraycopy(v4, 0, mapped, 12, 4);
    byte[] nat64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    System.arraycopy(v4, 0, nat64, 12, 4);
    byte[] sixToFour = {0x20, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    System.arraycopy(v4, 0, sixToFour, 2, 4);
    byte[] teredo = {0x20, 1, 0, 0, 8, 8, 8, 8, 0, 0, 0, 0, 0, 0, 0, 0};
    for (int i = 0; i < 4; i++) {
      teredo[12 + i] = (byte) ~v4[i];
    }
    return List.of(mapped, nat64, sixToFour, teredo);
  }
}
