package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNamesTest {
  private final Authority authority = new Authority("Test authority");

  @ParameterizedTest
  @CsvSource({
    "db.example.com, db.example.com, true",
    "DB.Example.com, db.example.COM, true",
    "db.example.com, db.example.com., true",
    "db.example.com, example.com, false",
    "db.example.com, xdb.example.com, false",
    "*.example.com, db.example.com, true",
    "*.example.com, a.db.example.com, false",
    "*.example.com, example.com, false",
    "*.example.com, .example.com, false",
    "*.com, example.com, false",
    "d*.example.com, db.example.com, false",
    "*, db, false",
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.0.0.2, false",
    "127.0.0.1, localhost, false"
  })
  void aCertificateCovers(String certified, String host, boolean expected) throws Exception {
    assertEquals(expected, HostNames.cover(authority.issue(certified).certificate(), host));
  }
}
