package io.fairlead.connector.s3;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.AwsCredentials;
import io.fairlead.connector.AwsRoles;
import io.fairlead.connector.AwsSignature;
import io.fairlead.connector.CredentialFields;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import java.time.InstantSource;
import java.util.Optional;

/// Who signs the requests of an S3 connection, in one attempt.
record S3SignIn(
    S3Config config,
    Attempt attempt,
    Reveal permission,
    InstantSource clock,
    AwsRoles roles) {
  /// What takes a step of its own to learn temporary keys.
  @FunctionalInterface
  private interface Assume {
    AwsCredentials run(S3Config.Role role, Optional<AwsCredentials> own) throws StepFailed;
  }

  /// Keys of a role may be from before: for links.
  RequestSigner signer() throws StepFailed {
    return signer((role, own) -> roles.session(role.role(), own, role.tokens(), attempt));
  }

  /// Keys of a role are asked for now: for probes.
  RequestSigner proven() throws StepFailed {
    return signer(
        (role, own) ->
            roles.prove(role.role(), own, roles.service(role.tokens(), attempt), attempt));
  }

  private RequestSigner signer(Assume assume) throws StepFailed {
    if (config.signer().isPresent()) {
      return attempt.signer(config.signer().get(), Optional.of(config.region()));
    }
    Optional<AwsCredentials> signing = own();
    if (config.role().isPresent()) {
      signing = Optional.of(assume.run(config.role().get(), signing));
    }
    return signing
        .<RequestSigner>map(keys -> new AwsSignature(keys, config.region(), clock))
        .orElse(RequestSigner.NOBODY);
  }

  private Optional<AwsCredentials> own() throws StepFailed {
    if (config.keys().isPresent()) {
      return Optional.of(config.keys().get().credentials(attempt, permission));
    }
    return config.credential().isPresent()
        ? Optional.of(inside(config.credential().get()))
        : Optional.empty();
  }

  private AwsCredentials inside(OptionValue.SecretUse credential) throws StepFailed {
    CredentialFields fields = CredentialFields.read(attempt, credential, permission);
    Optional<String> id = fields.field("access_key_id");
    Optional<String> secret = fields.field("secret_access_key");
    if (id.isEmpty() || secret.isEmpty()) {
      return attempt.step(
          "keys",
          () -> {
            throw new StepFailed(
                "the credential holds no access key",
                "It must be JSON with access_key_id and secret_access_key.");
          });
    }
    return new AwsCredentials(id.get(), secret.get(), fields.field("session_token"))
        .fitting(attempt);
  }
}
