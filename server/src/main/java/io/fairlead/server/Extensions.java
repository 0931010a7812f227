package io.fairlead.server;

import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.Tls;
import io.fairlead.connector.aws.AwsType;
import io.fairlead.connector.aws.ServerIdentity;
import io.fairlead.connector.azureblob.AzureBlobType;
import io.fairlead.connector.gcp.GcpType;
import io.fairlead.connector.iceberg.IcebergCatalogType;
import io.fairlead.connector.kafka.KafkaType;
import io.fairlead.connector.local.LocalType;
import io.fairlead.connector.mysql.MysqlType;
import io.fairlead.connector.postgres.PostgresType;
import io.fairlead.connector.privatelink.PrivateLinkType;
import io.fairlead.connector.s3.S3Type;
import io.fairlead.connector.schemaregistry.SchemaRegistryType;
import io.fairlead.connector.sqlserver.SqlServerType;
import io.fairlead.connector.sshtunnel.SshTunnelType;
import io.fairlead.secret.Reveal;
import io.fairlead.sql.Dialects;
import io.fairlead.sql.Vocabulary;
import io.fairlead.sql.materialize.MaterializeDialect;
import io.fairlead.sql.postgresql.PostgresqlDialect;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The table of contents: everything of which there can be more. A new connector or dialect is one
/// folder and one line here; a test finds an implementation that is not listed.
final class Extensions {
  private Extensions() {}

  /// @param environment tells this catalog from others
  /// @param identity the server's own, in AWS
  static Connectors connectors(
      Reveal reveal,
      InstantSource clock,
      String environment,
      Optional<ServerIdentity> identity) {
    return new Connectors(
        List.of(
            new PostgresType(reveal),
            new MysqlType(reveal),
            new SqlServerType(reveal),
            new KafkaType(reveal),
            new SchemaRegistryType(reveal),
            new IcebergCatalogType(reveal),
            new SshTunnelType(reveal),
            new AwsType(reveal, clock, environment, identity, Tls.verified()),
            new PrivateLinkType(),
            new GcpType(reveal, clock, GcpType.GOOGLE, Tls.verified()),
            new S3Type(reveal, clock, Tls.verified()),
            new AzureBlobType(reveal, clock, Tls.verified()),
            new LocalType(List.of())));
  }

  static Dialects dialects(Connectors connectors) {
    return new Dialects(
        List.of(new MaterializeDialect(vocabulary(connectors))), new PostgresqlDialect());
  }

  /// The words of all connectors together. A key's literals are open only when every connector that
  /// has it says so.
  static Vocabulary vocabulary(Connectors connectors) {
    Map<String, String> types = new HashMap<>();
    Map<String, String> options = new HashMap<>();
    Set<String> open = new HashSet<>();
    Set<String> closed = new HashSet<>();
    for (ConnectorType<?> type : connectors.all()) {
      type.spellings().forEach(spelling -> types.put(spelling, type.name()));
      for (OptionSpec spec : type.options()) {
        options.put(spec.spelling(), spec.key());
        spec.spellings().forEach(spelling -> options.put(spelling, spec.key()));
        (spec.secrecy() == OptionSpec.Secrecy.OPEN ? open : closed).add(spec.key());
      }
    }
    open.removeAll(closed);
    return new Vocabulary(types, options, open);
  }
}
