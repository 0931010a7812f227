package io.fairlead.connector.azurekeyvault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.base.Problems;
import io.fairlead.connector.Tls;
import io.fairlead.connector.VaultBench;
import io.fairlead.connector.Workbench;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AzureKeyVaultTypeTest {
  private static final OptionValue.SecretUse SECRET = new OptionValue.SecretUse(new ObjectId(1));

  private final AzureKeyVaultType type = new AzureKeyVaultType(Reveal.create(), Tls.verified());

  private static Object[] options(Object... more) {
    List<Object> options =
        new ArrayList<>(
            List.of(
                "key_vault_name",
                "shop",
                "tenant_id",
                "1b2c-3d",
                "client_id",
                "app",
                "client_secret",
                SECRET));
    options.addAll(List.of(more));
    return options.toArray();
  }

  private AzureKeyVaultConfig config(Object... more) {
    return type.configure(Workbench.options(options(more)), new Problems());
  }

  @Test
  void theCloudsOfTheirOwn() {
    assertEquals("https://shop.vault.azure.net", config().address().toString());
    assertEquals("https://login.microsoftonline.com", config().authority().toString());
    assertEquals("https://vault.azure.net/.default", config().scope());
    assertEquals(
        "https://vault.azure.cn/.default",
        config("endpoint", "https://shop.vault.azure.cn").scope());
    assertEquals(
        "https://vault.usgovcloudapi.net/.default",
        config("endpoint", "https://shop.vault.usgovcloudapi.net").scope());
    assertEquals(
        "https://vault.azure.net/.default",
        config("endpoint", "https://evilvault.azure.cn").scope());
  }

  @Test
  void aManagedIdentityIsRefused() {
    assertEquals(
        List.of(
            "invalid AUTH METHOD: a managed identity is given out at the metadata address, which"
                + " no connection may reach"),
        VaultBench.objections(type, options("auth_method", "managed_identity")));
    assertEquals(
        List.of("invalid AUTH METHOD: it is not known here"),
        VaultBench.objections(type, options("auth_method", "cli")));
    assertEquals(
        List.of(), VaultBench.objections(type, options("auth_method", "Service_Principal")));
  }

  @Test
  void whatBecomesPartOfAHostOrAPath() {
    for (String odd : List.of("", "evil.example/", "a/b", "a?b", "a b", "..")) {
      assertEquals(
          List.of("invalid KEY VAULT NAME: it holds characters that no such name has"),
          VaultBench.objections(type, options("key_vault_name", odd)));
      assertEquals(
          List.of("invalid TENANT ID: it holds characters that no such name has"),
          VaultBench.objections(type, options("tenant_id", odd)));
    }
    for (String key : List.of("endpoint", "authority")) {
      assertEquals(
          List.of(
              "invalid " + key.toUpperCase(java.util.Locale.ROOT)
                  + ": it must begin with https://"),
          VaultBench.objections(type, options(key, "http://127.0.0.1:1")));
    }
  }
}
