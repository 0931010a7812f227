package io.fairlead.connector.azurekeyvault;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.BearerToken;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.SignerType;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.connector.Vault;
import io.fairlead.connector.VaultType;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Connections of type `azure-key-vault`.
public final class AzureKeyVaultType
    implements VaultType<AzureKeyVaultConfig>, SignerType<AzureKeyVaultConfig> {
  /// What a token is for that opens storage accounts, in every cloud.
  private static final String STORAGE = "https://storage.azure.com/.default";

  private static final String SERVICE_PRINCIPAL = "service_principal";
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(
                  "auth_method",
                  Shape.TEXT,
                  "Only service_principal: a managed identity belongs to a machine, not to a"
                      + " connection.")
              .signIn()
              .initially(SERVICE_PRINCIPAL),
          OptionSpec.of(
                  "authority", Shape.TEXT, "An https URL to sign in at, for clouds of their own.")
              .initially("https://login.microsoftonline.com"),
          OptionSpec.of("client_id", Shape.TEXT, "The id of the application that signs in.")
              .signIn()
              .needed()
              .secrecy(PRIVATE),
          OptionSpec.of("client_secret", Shape.SECRET, "The secret of that application.").needed(),
          OptionSpec.of(
              "endpoint", Shape.TEXT, "An https URL to ask in the place of the vault's own."),
          OptionSpec.of("key_vault_name", Shape.TEXT, "The vault's name.").needed(),
          OptionSpec.of("tenant_id", Shape.TEXT, "The id or the domain of the tenant.")
              .signIn().needed(),
          SharedOptions.active());

  private static final Pattern VAULT = Pattern.compile("[A-Za-z0-9-]{1,63}");
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}");

  private final Reveal permission;
  private final Tls tls;

  /// @param tls how Azure is recognised
  public AzureKeyVaultType(Reveal permission, Tls tls) {
    this.permission = permission;
    this.tls = tls;
  }

  @Override
  public String name() {
    return "azure-key-vault";
  }

  @Override
  public List<String> spellings() {
    return List.of("AZURE KEY VAULT");
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  @Override
  public boolean validatesByDefault() {
    return true;
  }

  @Override
  public AzureKeyVaultConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    checkMethod(options, reader, problems);
    String vault = matching(options, "key_vault_name", VAULT, problems);
    return new AzureKeyVaultConfig(
        reader
            .encryptedAddress("endpoint")
            .orElseGet(() -> HttpAddress.https(vault + ".vault.azure.net")),
        reader
            .encryptedAddress("authority")
            .orElseGet(() -> HttpAddress.https("login.microsoftonline.com")),
        matching(options, "tenant_id", TENANT, problems),
        reader.word("client_id"),
        reader.secret("client_secret"));
  }

  private static void checkMethod(Options options, OptionReader reader, Problems problems) {
    if (options.text("auth_method").filter("managed_identity"::equalsIgnoreCase).isPresent()) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "invalid AUTH METHOD: a managed identity is given out at the metadata address,"
                      + " which no connection may reach")
              .withHint("Use service_principal with CLIENT ID and CLIENT SECRET."));
    } else {
      reader.choice("auth_method", SERVICE_PRINCIPAL);
    }
  }

  /// They become parts of a host's name and of a path.
  private static String matching(
      Options options, String key, Pattern grammar, Problems problems) {
    String text = options.text(key).orElse("");
    if (options.has(key) && !grammar.matcher(text).matches()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid " + OptionSpec.spelling(key) + ": it holds characters that no such name has");
    }
    return text;
  }

  @Override
  public void probe(AzureKeyVaultConfig config, Attempt attempt) throws StepFailed {
    connect(config, attempt).list();
  }

  @Override
  public Vault open(AzureKeyVaultConfig config, Attempt attempt) throws StepFailed {
    return connect(config, attempt);
  }

  /// Signs in for storage accounts, which are all that sign with it.
  @Override
  public RequestSigner signer(
      AzureKeyVaultConfig config, Optional<String> region, Attempt attempt) throws StepFailed {
    BearerToken token = new EntraSignIn(config, STORAGE, tls, attempt, permission).run();
    return (_, _, request) -> token.onto(request);
  }

  private KeyVault connect(AzureKeyVaultConfig config, Attempt attempt) throws StepFailed {
    BearerToken token = new EntraSignIn(config, config.scope(), tls, attempt, permission).run();
    HttpCaller caller =
        new HttpCaller(config.address(), Optional.empty(), tls, attempt, permission);
    caller.connect();
    return new KeyVault(config.address(), token, caller, attempt, permission);
  }
}
