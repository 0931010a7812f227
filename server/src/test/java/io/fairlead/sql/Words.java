package io.fairlead.sql;

import java.util.Map;
import java.util.Set;

/// A vocabulary for tests of the language, with spellings that are prefixes of each other.
public final class Words {
  public static final Vocabulary VOCABULARY =
      new Vocabulary(
          Map.of(
              "POSTGRES", "postgres",
              "POSTGRESQL", "postgres",
              "HASHICORP VAULT", "hashicorp-vault",
              "KAFKA", "kafka",
              "AWS", "aws",
              "EXTERNAL LOCATION", "external-location",
              "S3", "s3",
              "AZBLOB", "azure-blob",
              "SSH TUNNEL", "ssh-tunnel",
              "CONFLUENT SCHEMA REGISTRY", "confluent-schema-registry"),
          Map.ofEntries(
              Map.entry("HOST", "host"),
              Map.entry("HOST KEY", "host_key"),
              Map.entry("PORT", "port"),
              Map.entry("USER", "user"),
              Map.entry("USERNAME", "user"),
              Map.entry("PASSWORD", "password"),
              Map.entry("DATABASE", "database"),
              Map.entry("SSL MODE", "ssl_mode"),
              Map.entry("SSL CERTIFICATE", "ssl_certificate"),
              Map.entry("SSL CERTIFICATE AUTHORITY", "ssl_certificate_authority"),
              Map.entry("URL", "url"),
              Map.entry("STORAGE CREDENTIAL", "storage_credential"),
              Map.entry("ASSUME ROLE ARN", "assume_role_arn"),
              Map.entry("ACCOUNT KEY", "account_key"),
              Map.entry("SECRET ACCESS KEY", "secret_access_key"),
              Map.entry("ACCESS KEY ID", "access_key_id"),
              Map.entry("AWS KEY ID", "access_key_id"),
              Map.entry("ENDPOINT", "endpoint"),
              Map.entry("ENDPOINT URL", "endpoint"),
              Map.entry("REGION", "region"),
              Map.entry("ROLE ARN", "role_arn"),
              Map.entry("SSH TUNNEL", "ssh_tunnel"),
              Map.entry("AWS PRIVATELINK", "aws_privatelink"),
              Map.entry("AVAILABILITY ZONES", "availability_zones"),
              Map.entry("BROKER", "broker"),
              Map.entry("BROKERS", "brokers"),
              Map.entry("CREDENTIAL", "credential"),
              Map.entry("CREDENTIAL STORAGE", "credential_storage"),
              Map.entry("MAX CONNECTIONS", "max_connections"),
              Map.entry("TIMEOUT", "timeout"),
              Map.entry("ACTIVE", "active"),
              Map.entry("SSL ENABLED", "ssl_enabled"),
              Map.entry("PUBLIC KEY 1", "public_key_1"),
              Map.entry("PUBLIC KEY 2", "public_key_2")),
          Set.of(
              "aws_privatelink", "availability_zones", "host", "host_key", "port", "database", "ssl_mode", "ssh_tunnel", "broker",
              "brokers", "public_key_1", "public_key_2", "endpoint", "region", "role_arn",
              "url", "storage_credential", "assume_role_arn",
              "credential_storage", "max_connections", "timeout", "active", "ssl_enabled"),
          Set.of("password", "secret_access_key", "account_key", "credential"),
          Set.of("ssh_tunnel", "aws_privatelink", "credential_storage", "storage_credential"));

  private Words() {}
}
