package io.fairlead.connector;

/// A type of connection that applications can open by themselves, once they know how.
public interface DriverType<C extends Record> extends ConnectorType<C> {
  /// Reads the secrets through `attempt` and dials nothing.
  ///
  /// @throws StepFailed when an application could not connect in this way, such as through a tunnel
  ///     of this server
  DriverSettings driverSettings(C config, Attempt attempt) throws StepFailed;
}
