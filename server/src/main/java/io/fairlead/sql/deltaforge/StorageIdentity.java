package io.fairlead.sql.deltaforge;

import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What TYPE says of a storage credential.
///
/// @param type the connector's name
/// @param key the option that makes it this one of the type's ways to be somebody
record StorageIdentity(String word, String type, String key) {
  static final String ROLE = "assume_role_arn";

  private static final List<StorageIdentity> ALL =
      List.of(
          new StorageIdentity("AWS_IAM_ROLE", "aws", ROLE),
          new StorageIdentity("AWS_ACCESS_KEY", "aws", "access_key_id"),
          new StorageIdentity("AZURE_ACCOUNT_KEY", "azure", "account_key"),
          new StorageIdentity("AZURE_SAS_TOKEN", "azure", "sas_token"),
          new StorageIdentity("GCP_SERVICE_ACCOUNT", "gcp", "service_account_key"));

  static StorageIdentity read(TokenReader in) {
    for (StorageIdentity identity : ALL) {
      if (in.accept(identity.word())) {
        return identity;
      }
    }
    throw in.unexpected(
        ALL.stream().map(StorageIdentity::word).collect(Collectors.joining(", ", "one of ", "")));
  }

  /// Empty for a connection that is none.
  static Optional<StorageIdentity> of(Statement.CreateConnection create) {
    return ALL.stream()
        .filter(identity -> identity.type().equals(create.type()))
        .filter(identity -> create.options().stream().anyMatch(identity::isNamed))
        .findFirst();
  }

  private boolean isNamed(OptionEdit.Set option) {
    return option.key().equals(key);
  }
}
