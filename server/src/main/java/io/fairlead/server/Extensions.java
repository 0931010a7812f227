package io.fairlead.server;

import io.fairlead.connector.AwsRoles;
import io.fairlead.connector.AwsServerIdentity;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.GoogleSignIn;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.Tls;
import io.fairlead.connector.aws.AwsType;
import io.fairlead.connector.awssecrets.AwsSecretsType;
import io.fairlead.connector.azure.AzureType;
import io.fairlead.connector.azureblob.AzureBlobType;
import io.fairlead.connector.azurekeyvault.AzureKeyVaultType;
import io.fairlead.connector.cos.CosType;
import io.fairlead.connector.directory.DirectoryType;
import io.fairlead.connector.environment.EnvironmentType;
import io.fairlead.connector.externallocation.ExternalLocationType;
import io.fairlead.connector.gcp.GcpType;
import io.fairlead.connector.gcpsecrets.GcpSecretsType;
import io.fairlead.connector.gcs.GcsType;
import io.fairlead.connector.hashicorpvault.HashicorpVaultType;
import io.fairlead.connector.githost.GitHost;
import io.fairlead.connector.githost.GitHostType;
import io.fairlead.connector.http.HttpType;
import io.fairlead.connector.huggingface.HuggingFaceType;
import io.fairlead.connector.iceberg.IcebergCatalogType;
import io.fairlead.connector.ipfs.IpfsType;
import io.fairlead.connector.kafka.KafkaType;
import io.fairlead.connector.local.LocalType;
import io.fairlead.connector.mysql.MysqlType;
import io.fairlead.connector.obs.ObsType;
import io.fairlead.connector.oracle.OracleType;
import io.fairlead.connector.oss.OssType;
import io.fairlead.connector.postgres.PostgresType;
import io.fairlead.connector.privatelink.PrivateLinkType;
import io.fairlead.connector.restapi.RestApiType;
import io.fairlead.connector.s3.S3Type;
import io.fairlead.connector.schemaregistry.SchemaRegistryType;
import io.fairlead.connector.sftp.SftpType;
import io.fairlead.connector.sqlserver.SqlServerType;
import io.fairlead.connector.sshtunnel.SshTunnelType;
import io.fairlead.connector.webhdfs.WebHdfsType;
import io.fairlead.secret.Reveal;
import io.fairlead.sql.Dialects;
import io.fairlead.sql.Vocabulary;
import io.fairlead.sql.databend.DatabendDialect;
import io.fairlead.sql.deltaforge.DeltaForgeDialect;
import io.fairlead.sql.materialize.MaterializeDialect;
import io.fairlead.sql.postgresql.PostgresqlDialect;
import io.fairlead.sql.singlestore.SingleStoreDialect;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumSet;
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
  /// @param variables of the environment, of which connections may read some
  /// @param folders directories below which connections may read secrets
  static Connectors connectors(
      Reveal reveal,
      InstantSource clock,
      String environment,
      Optional<AwsServerIdentity> identity,
      Map<String, String> variables,
      List<Path> folders) {
    Tls verified = Tls.verified();
    AwsRoles roles = new AwsRoles(reveal, clock, environment, identity, verified);
    GoogleSignIn google = new GoogleSignIn(GoogleSignIn.GOOGLE, verified, clock, reveal);
    AwsType aws = new AwsType(reveal, clock, roles);
    AzureType azure = new AzureType();
    GcpType gcp = new GcpType(reveal, google);
    S3Type s3 = new S3Type(reveal, clock, verified, roles);
    GcsType gcs = new GcsType(reveal, google, verified);
    AzureBlobType azureBlob = new AzureBlobType(reveal, clock, verified);
    LocalType local = new LocalType(folders);
    return new Connectors(
        List.of(
            new PostgresType(reveal),
            new MysqlType(reveal),
            new SqlServerType(reveal),
            new OracleType(reveal),
            new KafkaType(reveal),
            new SchemaRegistryType(reveal),
            new IcebergCatalogType(reveal),
            new SshTunnelType(reveal),
            aws,
            new PrivateLinkType(),
            gcp,
            azure,
            new HashicorpVaultType(reveal),
            new AwsSecretsType(reveal, clock, verified),
            new AzureKeyVaultType(reveal, verified),
            new GcpSecretsType(reveal, google, verified),
            new DirectoryType(folders),
            new EnvironmentType(variables),
            new GitHostType(GitHost.GITHUB, reveal),
            new GitHostType(GitHost.GITLAB, reveal),
            new GitHostType(GitHost.BITBUCKET, reveal),
            new GitHostType(GitHost.AZURE_DEVOPS, reveal),
            new SftpType(reveal),
            new RestApiType(reveal),
            s3,
            gcs,
            azureBlob,
            new OssType(reveal, clock, verified),
            new CosType(reveal, clock, verified),
            new ObsType(reveal, clock, verified),
            new HttpType(reveal, verified),
            new IpfsType(reveal, verified),
            new HuggingFaceType(reveal, verified),
            new WebHdfsType(reveal, verified, new SecureRandom()),
            local,
            new ExternalLocationType(
                List.of(s3, gcs, azureBlob, local), List.of(aws, gcp, azure))));
  }

  static Dialects dialects(Connectors connectors) {
    Vocabulary words = vocabulary(connectors);
    return new Dialects(
        List.of(
            new MaterializeDialect(words),
            new DeltaForgeDialect(words),
            new DatabendDialect(words),
            new SingleStoreDialect(words)),
        new PostgresqlDialect());
  }

  /// The words of all connectors together. A key's literals are open only when every connector that
  /// has it says so.
  static Vocabulary vocabulary(Connectors connectors) {
    Map<String, String> types = new HashMap<>();
    Map<String, String> options = new HashMap<>();
    Set<String> open = new HashSet<>();
    Set<String> closed = new HashSet<>();
    Map<String, Set<Shape>> shapes = new HashMap<>();
    for (ConnectorType<?> type : connectors.all()) {
      type.spellings().forEach(spelling -> types.put(spelling, type.name()));
      for (OptionSpec spec : type.options()) {
        options.put(spec.spelling(), spec.key());
        spec.spellings().forEach(spelling -> options.put(spelling, spec.key()));
        (spec.secrecy() == OptionSpec.Secrecy.OPEN ? open : closed).add(spec.key());
        shapes.computeIfAbsent(spec.key(), _ -> EnumSet.noneOf(Shape.class)).add(spec.shape());
      }
    }
    open.removeAll(closed);
    return new Vocabulary(
        types,
        options,
        open,
        keys(shapes, Shape.SECRET, Shape.TEXT_OR_SECRET),
        keys(shapes, Shape.CONNECTION, Shape.CONNECTION_WITH_PORT));
  }

  /// The keys that have `shape` somewhere, and elsewhere `other` at most.
  private static Set<String> keys(Map<String, Set<Shape>> shapes, Shape shape, Shape other) {
    Set<String> keys = new HashSet<>();
    shapes.forEach(
        (key, found) -> {
          if (found.contains(shape) && EnumSet.of(shape, other).containsAll(found)) {
            keys.add(key);
          }
        });
    return keys;
  }
}
