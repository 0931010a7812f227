package io.fairlead.connector.azureblob;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.ObjectLink;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.StorageType;
import io.fairlead.connector.StorageUri;
import io.fairlead.connector.Tls;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Connections of type `azure-blob`.
public final class AzureBlobType implements StorageType<AzureBlobConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(
                  "account_key", Shape.SECRET, "The secret that holds a key of the account.")
              .inGroup(SharedOptions.CREDENTIAL),
          OptionSpec.of("account_name", Shape.TEXT, "The name of the storage account.").needed().ofPlace(),
          OptionSpec.of("container", Shape.TEXT, "The name of the container.").ofPlace(),
          OptionSpec.of(
                  SharedOptions.CREDENTIAL,
                  Shape.SECRET,
                  "The secret that holds JSON with account_key or sas_token.")
              .kept()
              .inGroup(SharedOptions.CREDENTIAL),
          SharedOptions.credentialStorage().toType("azure-key-vault"),
          OptionSpec.of(
                  "endpoint", Shape.TEXT, "The URL of a service in the place of Azure's own.")
              .spelled("ENDPOINT URL")
              .ofPlace(),
          SharedOptions.maxConnections(),
          OptionSpec.of("prefix", Shape.TEXT, "With what the names of the blobs begin.")
              .spelled("ROOT")
              .ofPlace(),
          OptionSpec.of(
                  "sas_token",
                  Shape.SECRET,
                  "The secret that holds a shared access signature, the part of the URL behind"
                      + " the question mark.")
              .inGroup(SharedOptions.CREDENTIAL),
          SharedOptions.timeout());

  private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9]{3,24}");
  private static final Pattern CONTAINER =
      Pattern.compile("(?=.{3,63})[a-z0-9]+(-[a-z0-9]+)*|\\$(root|web|logs)");

  private final Reveal permission;
  private final InstantSource clock;
  private final Tls tls;

  /// @param tls how the service is recognised
  public AzureBlobType(Reveal permission, InstantSource clock, Tls tls) {
    this.permission = permission;
    this.clock = clock;
    this.tls = tls;
  }

  @Override
  public String name() {
    return "azure-blob";
  }

  @Override
  public List<String> spellings() {
    return List.of("AZURE BLOB", "AZURE ADLS", "AZBLOB");
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  @Override
  public boolean validatesByDefault() {
    return false;
  }

  @Override
  public AzureBlobConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    reader.checkStorageBounds();
    reader.mustHaveOneCredential("account_key", "sas_token");
    String account =
        matching(options, "account_name", ACCOUNT, "the name of a storage account", problems);
    Optional<HttpAddress> endpoint = reader.address("endpoint");
    if (endpoint.isPresent() && !endpoint.get().encrypted() && !isSigned(options)) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid ENDPOINT: it must begin with https:// unless ACCOUNT KEY signs, for what else"
              + " proves the identity could be read on the way");
    }
    return new AzureBlobConfig(
        endpoint.orElseGet(() -> HttpAddress.https(account + ".blob.core.windows.net")),
        account,
        matching(options, "container", CONTAINER, "the name of a container", problems),
        options.has("prefix") ? reader.word("prefix") : "",
        reader.secret("account_key"),
        reader.secret("sas_token"),
        reader.secret(SharedOptions.CREDENTIAL),
        reader.connection(SharedOptions.CREDENTIAL_STORAGE));
  }

  /// Whether nothing is sent that proves an identity twice. What a credential holds is not known
  /// here, and the probe looks again.
  private static boolean isSigned(Options options) {
    return !options.has("sas_token") && !options.has(SharedOptions.CREDENTIAL_STORAGE);
  }

  private static String matching(
      Options options, String key, Pattern pattern, String what, Problems problems) {
    Optional<String> text = options.text(key);
    if (text.filter(value -> !pattern.matcher(value).matches()).isPresent()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid " + OptionSpec.spelling(key) + ": it is not " + what);
      return "";
    }
    return text.orElse("");
  }

  @Override
  public void probe(AzureBlobConfig config, Attempt attempt) throws StepFailed {
    new AzureBlobProbe(config, attempt, permission, clock, tls).run();
  }

  @Override
  public ObjectLink open(AzureBlobConfig config, Attempt attempt) throws StepFailed {
    return new AzureBlobProbe(config, attempt, permission, clock, tls).open();
  }

  @Override
  public ObjectLink openUnproven(AzureBlobConfig config, Attempt attempt) throws StepFailed {
    return new AzureBlobProbe(config, attempt, permission, clock, tls).openUnproven();
  }

  @Override
  public List<String> schemes() {
    return List.of("azblob");
  }

  @Override
  public Options place(String uri, Problems problems) {
    return StorageUri.bucketAndPrefix(uri, "container", problems);
  }
}
