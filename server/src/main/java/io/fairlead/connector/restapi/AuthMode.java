package io.fairlead.connector.restapi;

import io.fairlead.connector.LoginOptions;

/// How a call says who makes it. Only [Basic] has a user; of the others the login is a key alone.
public sealed interface AuthMode {
  record None() implements AuthMode {}

  record Bearer(LoginOptions login) implements AuthMode {}

  record Basic(LoginOptions login) implements AuthMode {}

  record KeyInHeader(String name, LoginOptions login) implements AuthMode {}

  record KeyInQuery(String name, LoginOptions login) implements AuthMode {}
}
