package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.aws.AwsType;
import io.fairlead.connector.awssecrets.AwsSecretsType;
import io.fairlead.connector.azureblob.AzureBlobType;
import io.fairlead.connector.azurekeyvault.AzureKeyVaultType;
import io.fairlead.connector.cos.CosType;
import io.fairlead.connector.directory.DirectoryType;
import io.fairlead.connector.environment.EnvironmentType;
import io.fairlead.connector.azureblob.AzureBlobType;
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
import io.fairlead.model.Connection;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What every connector promises.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectorContractTest {
  static final String CANARY = "canary-5d21c8";
  private static final Path DRIVER_OPTIONS =
      Path.of("src", "test", "resources", "connector", "driver-options.txt");

  private static final AwsRoles ROLES =
      new AwsRoles(
          Reveal.create(), InstantSource.system(), "e", Optional.empty(), Tls.verified());
  private static final GoogleSignIn GOOGLE =
      new GoogleSignIn(
          GoogleSignIn.GOOGLE, Tls.verified(), InstantSource.system(), Reveal.create());

  private final SshTunnelType tunnels = new SshTunnelType(Reveal.create());
  private final SftpType sftp = new SftpType(Reveal.create());
  final List<ConnectorType<?>> types =
      List.of(
          new PostgresType(Reveal.create()),
          new MysqlType(Reveal.create()),
          new SqlServerType(Reveal.create()),
          new OracleType(Reveal.create()),
          new KafkaType(Reveal.create()),
          new SchemaRegistryType(Reveal.create()),
          new IcebergCatalogType(Reveal.create()),
          tunnels,
          sftp,
          new AwsType(Reveal.create(), InstantSource.system(), ROLES),
          new PrivateLinkType(),
          new GcpType(Reveal.create(), GOOGLE),
          new HashicorpVaultType(Reveal.create()),
          new AwsSecretsType(Reveal.create(), InstantSource.system(), Tls.verified()),
          new AzureKeyVaultType(Reveal.create(), Tls.verified()),
          new GcpSecretsType(Reveal.create(), GOOGLE, Tls.verified()),
          new DirectoryType(List.of()),
          new EnvironmentType(Map.of()),
          new GitHostType(GitHost.GITHUB, Reveal.create()),
          new GitHostType(GitHost.GITLAB, Reveal.create()),
          new GitHostType(GitHost.BITBUCKET, Reveal.create()),
          new GitHostType(GitHost.AZURE_DEVOPS, Reveal.create()),
          new RestApiType(Reveal.create()),
          new S3Type(Reveal.create(), InstantSource.system(), Tls.verified(), ROLES),
          new GcsType(Reveal.create(), GOOGLE, Tls.verified()),
          new AzureBlobType(Reveal.create(), InstantSource.system(), Tls.verified()),
          new OssType(Reveal.create(), InstantSource.system(), Tls.verified()),
          new CosType(Reveal.create(), InstantSource.system(), Tls.verified()),
          new ObsType(Reveal.create(), InstantSource.system(), Tls.verified()),
          new HttpType(Reveal.create(), Tls.verified()),
          new IpfsType(Reveal.create(), Tls.verified()),
          new HuggingFaceType(Reveal.create(), Tls.verified()),
          new WebHdfsType(Reveal.create(), Tls.verified(), new SecureRandom()),
          new LocalType(List.of()));
  final Workbench workbench = new Workbench(types.toArray(ConnectorType<?>[]::new));

  @AfterAll
  void stop() {
    tunnels.close();
    sftp.close();
  }

  /// One connection of each type to a port of this machine, each with a secret where it has one.
  Stream<Connection> connections(String host, int port) {
    return Stream.of(
        workbench.connection(
            "postgres",
            "host",
            host,
            "port",
            port,
            "user",
            "app",
            "database",
            "shop",
            "password",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "mysql",
            "host",
            host,
            "port",
            port,
            "user",
            "app",
            "password",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "mysql",
            "host",
            host,
            "port",
            port,
            "user",
            workbench.secretOf(CANARY),
            "ssl_mode",
            "REQUIRED"),
        workbench.connection(
            "sql-server",
            "host",
            host,
            "port",
            port,
            "user",
            "app",
            "database",
            "shop",
            "password",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "sql-server",
            "host",
            host,
            "port",
            port,
            "user",
            workbench.secretOf(CANARY),
            "database",
            "shop",
            "password",
            workbench.secretOf(CANARY),
            "ssl_mode",
            "REQUIRED"),
        workbench.connection(
            "oracle",
            "host",
            host,
            "port",
            port,
            "database",
            "shop",
            "credential",
            workbench.secretOf("{\"user\": \"app\", \"password\": \"" + CANARY + "\"}")),
        workbench.connection(
            "github",
            "api_url",
            "https://" + host + ":" + port,
            "credential",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "azure-devops",
            "api_url",
            "https://" + host + ":" + port,
            "organization",
            "shop",
            "credential",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "rest-api",
            "base_url",
            "https://" + host + ":" + port,
            "auth_mode",
            "api_key_query",
            "auth_query_name",
            "key",
            "credential",
            workbench.secretOf(CANARY)),
        workbench.connection("rest-api", "base_url", "http://" + host + ":" + port),
        workbench.connection(
            "kafka",
            "broker",
            host + ":" + port,
            "security_protocol",
            "SASL_PLAINTEXT",
            "sasl_mechanisms",
            "PLAIN",
            "sasl_username",
            "app",
            "sasl_password",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "kafka",
            "broker",
            host + ":" + port,
            "sasl_mechanisms",
            "PLAIN",
            "sasl_username",
            workbench.secretOf(CANARY),
            "sasl_password",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "confluent-schema-registry",
            "url",
            "http://" + host + ":" + port,
            "user",
            "app",
            "password",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "iceberg-catalog",
            "catalog_type",
            "rest",
            "url",
            "https://" + host + ":" + port,
            "credential",
            workbench.secretOf("app:" + CANARY)),
        workbench.connection(
            "aws",
            "endpoint",
            "https://" + host + ":" + port,
            "access_key_id",
            workbench.secretOf(CANARY),
            "secret_access_key",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "hashicorp-vault",
            "address",
            "https://" + host + ":" + port,
            "token",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "aws-secrets-manager",
            "endpoint",
            "https://" + host + ":" + port,
            "region",
            "eu-central-1",
            "access_key_id",
            workbench.secretOf(CANARY),
            "secret_access_key",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "s3",
            "bucket",
            "shop",
            "endpoint",
            "http://" + host + ":" + port,
            "access_key_id",
            workbench.secretOf(CANARY),
            "secret_access_key",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "oss",
            "bucket",
            "shop",
            "endpoint",
            "http://" + host + ":" + port,
            "access_key_id",
            workbench.secretOf(CANARY),
            "access_key_secret",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "cos",
            "bucket",
            "shop",
            "endpoint",
            "http://" + host + ":" + port,
            "secret_id",
            workbench.secretOf(CANARY),
            "secret_key",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "obs",
            "bucket",
            "shop",
            "endpoint",
            "http://" + host + ":" + port,
            "access_key_id",
            workbench.secretOf(CANARY),
            "secret_access_key",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "hf",
            "repository",
            "shop/raw",
            "endpoint",
            "https://" + host + ":" + port,
            "token",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "webhdfs",
            "endpoint",
            host + ":" + port,
            "delegation",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "http", "endpoint", "http://" + host + ":" + port, "pattern", "a/b.csv"),
        workbench.connection(
            "azure-key-vault",
            "authority",
            "https://" + host + ":" + port,
            "key_vault_name",
            "shop",
            "tenant_id",
            "shop.example",
            "client_id",
            "app",
            "client_secret",
            workbench.secretOf(CANARY)),
        workbench.connection(
            "azure-blob",
            "account_name",
            "acme",
            "container",
            "shop",
            "endpoint",
            "https://" + host + ":" + port,
            "sas_token",
            workbench.secretOf("sig=" + CANARY)),
        workbench.connection(
            "sftp",
            "host",
            host,
            "port",
            port,
            "credential",
            workbench.secretOf("{\"username\": \"app\", \"password\": \"" + CANARY + "\"}")),
        workbench.connection(
            "ssh-tunnel",
            List.of(tunnels.generateKeyPair(new SecureRandom())),
            "host",
            host,
            "port",
            port,
            "user",
            "tunnel"));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @FieldSource("types")
  void theOptionTableIsComplete(ConnectorType<?> type) {
    TreeSet<String> keys = new TreeSet<>();
    for (OptionSpec spec : type.options()) {
      assertTrue(spec.help().endsWith("."), spec.key());
      assertTrue(keys.add(spec.key()), spec.key());
      assertEquals(
          spec.shape() == OptionSpec.Shape.CONNECTION
              || spec.shape() == OptionSpec.Shape.CONNECTION_WITH_PORT,
          spec.connectionType().isPresent(),
          spec.key());
    }
    assertFalse(type.spellings().isEmpty());
  }

  @ParameterizedTest(autoCloseArguments = false)
  @FieldSource("types")
  void whatIsMissingOrUnknownIsReported(ConnectorType<?> type) {
    Problems problems = new Problems();
    OptionRules.check(type, Workbench.options("zeal", "x", "colour", "y"), problems);
    List<String> found = problems.all().stream().map(Problem::message).toList();
    assertEquals(
        type.spellings().getFirst() + " connections do not support COLOUR, ZEAL values",
        found.getFirst());
    assertEquals(
        type.options().stream()
            .filter(OptionSpec::required)
            .map(spec -> spec.spelling() + " option is required")
            .toList(),
        found.subList(1, found.size()));
  }

  /// As `sslFactory`, `ssl_factory`, `SSL FACTORY` and `ssl.factory` alike.
  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /// Keys that a user wrote are a driver's words as well as any others.
  @ParameterizedTest(autoCloseArguments = false)
  @FieldSource("types")
  void noOptionOfADriverIsReachable(ConnectorType<?> type) throws IOException {
    Set<String> own = new TreeSet<>();
    for (OptionSpec spec : type.options()) {
      own.add(bare(spec.key()));
      spec.spellings().forEach(spelling -> own.add(bare(spelling)));
    }
    int tried = 0;
    for (String line : Files.readAllLines(DRIVER_OPTIONS)) {
      for (String name : line.startsWith("#") || line.isBlank() ? new String[0] : line.split(" ")) {
        // Ours: the secret with the key itself, which no driver gets by this name.
        // And the address of a vault, which is a URL of our own client.
        boolean isOurs =
            name.equals("sslkey") || (name.equals("address") && type instanceof VaultType<?>);
        assertEquals(isOurs && own.contains(bare(name)), own.contains(bare(name)), name);
        if (isOurs && type.option(name).isPresent()) {
          continue;
        }
        for (String written : List.of(name, name.toLowerCase(Locale.ROOT))) {
          Problems problems = new Problems();
          OptionRules.checkWritten(type, Set.of(written), problems);
          assertEquals(1, problems.all().size(), name);
          assertTrue(problems.all().getFirst().message().contains("do not support"), name);
          tried++;
        }
      }
    }
    assertTrue(tried > 300, "only " + tried);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @FieldSource("types")
  void configureTakesAnything(ConnectorType<?> type) {
    List<OptionValue> odd =
        List.of(
            new OptionValue.Text(""),
            new OptionValue.Text("\u0000"),
            new OptionValue.Num(-1),
            new OptionValue.Flag(true),
            new OptionValue.Items(List.of()),
            OptionValue.Group.of(Map.of()));
    for (OptionSpec spec : type.options()) {
      for (OptionValue value : odd) {
        assertNotNull(
            type.configure(Options.NONE.with(spec.key(), value), new Problems()), spec.key());
      }
    }
  }

  @Test
  void aTypingErrorGetsAHint() {
    Problems problems = new Problems();
    OptionRules.checkWritten(
        types.getFirst(), new TreeSet<>(List.of("hots", "ssl_mod", "database")), problems);
    Problem problem = problems.all().getFirst();
    assertEquals("POSTGRES connections do not support HOTS, SSL MOD values", problem.message());
    assertTrue(
        String.valueOf(problem.hint())
            .startsWith("Did you mean HOST, SSL MODE? Allowed options are"),
        problem.hint());
  }

  @Test
  void whatTheServerWritesNobodyElseMay() {
    Problems problems = new Problems();
    OptionRules.checkWritten(tunnels, new TreeSet<>(List.of("public_key_1", "host")), problems);
    assertEquals(
        List.of("the PUBLIC KEY 1 option cannot be explicitly specified"),
        problems.all().stream().map(Problem::message).toList());
  }
}
