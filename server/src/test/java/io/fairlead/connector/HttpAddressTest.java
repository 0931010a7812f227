package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.base.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAddressTest {
  /// The address as text, or why it is none.
  private static String read(String url) {
    List<String> objections = new ArrayList<>();
    Optional<HttpAddress> address = HttpAddress.read(url, objections::add);
    assertEquals(address.isPresent() ? 0 : 1, objections.size(), objections.toString());
    return address.map(HttpAddress::toString).orElseGet(objections::getFirst);
  }

  @ParameterizedTest
  @CsvSource({
    "http://registry:8081, http://registry:8081",
    "HTTPS://registry.example.com/, https://registry.example.com",
    "https://registry:443, https://registry",
    "http://registry:443, http://registry:443",
    "https://10.0.0.1:8443/api/catalog/, https://10.0.0.1:8443/api/catalog",
    "http://[fd00::1]:8181/iceberg, http://[fd00::1]:8181/iceberg",
    "http://[::1], http://[::1]",
    "https://h/a.b/c-d/~e/x=1, https://h/a.b/c-d/~e/x=1"
  })
  void addresses(String url, String expected) {
    assertEquals(expected, read(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "registry:8081",
        "//registry",
        "ftp://registry",
        "file:///etc/passwd",
        "javascript:alert(1)",
        " http://registry",
        "http:registry",
        "http:/registry"
      })
  void otherSchemes(String url) {
    assertEquals("it must begin with http:// or https://", read(url));
  }

  /// `http://good@evil` goes to evil, and people read good.
  @ParameterizedTest
  @ValueSource(
      strings = {"http://user@host", "http://user:word@host", "http://good.example:80@evil.example"})
  void usersAndPasswords(String url) {
    assertEquals("it must not name a user or a password", read(url));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://h?x=1", "http://h/p?x", "http://h#f", "http://h/?", "http://h/p#"})
  void queriesAndFragments(String url) {
    assertEquals("it must have neither a query nor a fragment", read(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "http:///path",
        "http://:8081",
        "http://2130706433",
        "http://0x7f.1",
        "http://0177.0.0.1",
        "http://127.1",
        "http://exa mple",
        "http://exam%70le",
        "http://h\\evil",
        "http://h\u0000",
        "http://ｅxample",
        "http://[fe80::1%25eth0]",
        "http://fd00::1",
        "http://h\r\nX: y"
      })
  void hosts(String url) {
    String said = read(url);
    // A bare IPv6 address reads as a host and a strange port; a line break fits nothing at all.
    assertEquals(
        true,
        List.of(
                "its host is not the name or address of a host",
                "its port must be from 1 to 65535",
                "it must begin with http:// or https://")
            .contains(said),
        said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://h:0", "http://h:65536", "http://h:", "http://h:8a", "http://h:+80", "http://h:123456"})
  void ports(String url) {
    assertEquals("its port must be from 1 to 65535", read(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://h/../x",
        "http://h/a/./b",
        "http://h//x",
        "http://h/a//",
        "http://h/%2e%2e/x",
        "http://h/a b",
        "http://h/é",
        "http://h/a\\b"
      })
  void paths(String url) {
    assertEquals(
        "its path must be of letters, digits and punctuation that needs no encoding", read(url));
  }

  @Test
  void length() {
    String url = "http://h/" + "x".repeat(Limits.URL_CHARACTERS - "http://h/".length());
    assertEquals(url, read(url));
    assertEquals("it is longer than 2048 characters", read(url + "x"));
  }
}
