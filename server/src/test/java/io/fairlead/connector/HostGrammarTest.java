package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostGrammarTest {
  @ParameterizedTest
  @CsvSource({
    "db, db",
    "db-1.example.com, db-1.example.com",
    "xn--bcher-kva.example, xn--bcher-kva.example",
    "3com.example, 3com.example",
    "10.0.0.1, 10.0.0.1",
    "255.255.255.255, 255.255.255.255",
    "::1, ::1",
    "[::1], ::1",
    "[2001:db8::1], 2001:db8::1",
    "::ffff:1.2.3.4, ::ffff:1.2.3.4"
  })
  void accepted(String written, String host) {
    assertEquals(Optional.of(host), HostGrammar.read(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "db.",
        ".db",
        "a..b",
        "-db",
        "db-",
        "db_1",
        "a b",
        "db\n",
        "db\u0000",
        "a@b",
        "a/b",
        "a?b",
        "a#b",
        "a&b",
        "a;b",
        "a,b",
        "a(b",
        "a)b",
        "a=b",
        "a%b",
        "a\\b",
        "a'b",
        "a\"b",
        "a<b",
        "a:b",
        "db:5432",
        "bücher.example",
        "ﬀ",
        "１.1.1.1",
        "127.1",
        "127.0.1",
        "0177.0.0.1",
        "01.2.3.4",
        "1.2.3.256",
        "1.2.3.4.5",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "a.0x1",
        "example.1",
        "0",
        "0x",
        "fe80::1%eth0",
        "[fe80::1%1]",
        "[1.2.3.4]",
        "[db]",
        "[]",
        "[::1",
        "::1]",
        ":::",
        "1:2",
        "http://db"
      })
  void refused(String written) {
    assertEquals(Optional.empty(), HostGrammar.read(written));
  }

  @Test
  void lengthsAtTheLimit() {
    String label = "a".repeat(63);
    assertTrue(HostGrammar.read(label).isPresent());
    assertTrue(HostGrammar.read(label + "a").isEmpty());
    String longest = (label + ".").repeat(3) + "a".repeat(61);
    assertEquals(253, longest.length());
    assertTrue(HostGrammar.read(longest).isPresent());
    assertTrue(HostGrammar.read(longest + "a").isEmpty());
  }

  /// Whatever is inserted from outside the alphabet, the host is refused.
  @Test
  void oneForeignCharacterIsEnough() {
    long seed = 42;
    Random random = new Random(seed);
    String foreign = "@/?#&;,()=%\\'\"<> \t\r\n_$`|!*+~^{}\u00a0\u200b\u212a\u017f\u0000";
    for (int i = 0; i < 6_000; i++) {
      StringBuilder host = new StringBuilder(i % 2 == 0 ? "db-1.example.com" : "10.20.30.40");
      host.insert(
          random.nextInt(host.length() + 1), foreign.charAt(random.nextInt(foreign.length())));
      assertTrue(HostGrammar.read(host.toString()).isEmpty(), () -> "seed " + seed + ": " + host);
    }
  }
}
