package io.fairlead.connector.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.connector.DriverSettings;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Workbench;
import io.fairlead.secret.Reveal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an application is told, where no server is needed to see it.
class MysqlDriverSettingsTest {
  private final Workbench workbench = new Workbench(new MysqlType(Reveal.create()));

  private DriverSettings settings(String key, Object value) throws StepFailed {
    return workbench.driverSettings(
        workbench.connection("mysql", "host", "h", "user", "app", key, value));
  }

  @ParameterizedTest
  @CsvSource({
    "disabled, DISABLED",
    "required, REQUIRED",
    "verify-ca, VERIFY_CA",
    "verify_identity, VERIFY_IDENTITY"
  })
  void tls(String mode, String told) throws Exception {
    assertEquals(Map.of("sslMode", told), settings("ssl_mode", mode).properties());
  }

  @Test
  void sslEnabledVerifies() throws Exception {
    assertEquals(
        Map.of("sslMode", "VERIFY_IDENTITY"), settings("ssl_enabled", true).properties());
  }

  @Test
  void aNameThatDriversReadInDifferentWays() {
    StepFailed odd = assertThrows(StepFailed.class, () -> settings("database", "a?b=c"));
    assertEquals("the name of the database cannot stand in the URL of a driver", odd.cause());
  }
}
