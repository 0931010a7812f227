package io.fairlead.connector.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.connector.StepFailed;
import io.fairlead.connector.VaultBench;
import io.fairlead.connector.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTypeTest {
  private static final Map<String, String> VARIABLES =
      Map.of("FAIRLEAD_MASTER_KEY", "canary", "PATH", "canary", "FAIRLEAD_SECRET_DB", "v");

  @Test
  void onlyVariablesForSecretsAreRead() throws StepFailed {
    Workbench workbench = new Workbench(new EnvironmentType(VARIABLES));
    VaultBench bench = new VaultBench(workbench);
    var vault = workbench.connection("secret-environment");
    assertEquals("v", bench.read(vault, "FAIRLEAD_SECRET_DB"));
    for (String other :
        List.of(
            "FAIRLEAD_MASTER_KEY", "PATH", "FAIRLEAD_SECRET_", "fairlead_secret_DB", "DB")) {
      assertEquals(
          "this is not the name of a secret here",
          assertThrows(StepFailed.class, () -> bench.read(vault, other)).cause());
    }
  }

  @Test
  void theProbeSaysWhenThereIsNone() {
    Workbench workbench = new Workbench(new EnvironmentType(Map.of("PATH", "x")));
    assertEquals(
        "list secrets: no variable begins with FAIRLEAD_SECRET_\n",
        Workbench.read(workbench.probe(workbench.connection("secret-environment"))));
  }
}
