package io.fairlead.connector.aws;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.AwsCredentials;
import io.fairlead.connector.AwsRole;
import io.fairlead.connector.AwsRoles;
import io.fairlead.connector.AwsSts;
import io.fairlead.connector.StepFailed;
import io.fairlead.secret.Reveal;
import java.util.Optional;

/// Who an AWS connection is, in one attempt. A role is assumed with the connection's own external
/// id, so that nobody else who uses this server can assume it through a connection of theirs.
record Identity(AwsConfig config, Attempt attempt, Reveal permission, AwsRoles roles) {
  /// What signs: the connection's keys, or temporary ones of its role.
  AwsCredentials credentials() throws StepFailed {
    return config.keys().isPresent()
        ? config.keys().get().credentials(attempt, permission)
        : roles.session(role(), Optional.empty(), config.sts(), attempt);
  }

  /// Asks AWS who the connection is.
  void prove() throws StepFailed {
    AwsSts service = roles.service(config.sts(), attempt);
    if (config.keys().isPresent()) {
      AwsCredentials keys = config.keys().get().credentials(attempt, permission);
      service.connect();
      service.identify(keys);
    } else {
      service.identify(roles.prove(role(), Optional.empty(), service, attempt));
    }
  }

  private AwsRole role() {
    AwsConfig.Role role = config.role().orElseThrow();
    return new AwsRole(role.arn(), role.sessionName().orElse(AwsRole.SESSION), Optional.empty());
  }
}
