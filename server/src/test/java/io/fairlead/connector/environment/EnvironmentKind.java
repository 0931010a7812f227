package io.fairlead.connector.environment;

import io.fairlead.connector.VaultKind;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The environment of a server that is started anew for each value.
public final class EnvironmentKind implements VaultKind.Local {
  private final Map<String, String> variables =
      new ConcurrentHashMap<>(Map.of("FAIRLEAD_MASTER_KEY", CANARY));

  @Override
  public Workbench workbench() {
    return new Workbench(new EnvironmentType(variables));
  }

  @Override
  public String secretName() {
    return "FAIRLEAD_SECRET_DB";
  }

  @Override
  public void put(String name, String value) {
    variables.put(name, value);
  }

  @Override
  public Connection connection(Workbench workbench) {
    return workbench.connection("secret-environment");
  }

  @Override
  public void close() {}
}
