package io.fairlead.connector.hashicorpvault;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.connector.Vault;
import io.fairlead.connector.VaultType;
import io.fairlead.connector.hashicorpvault.HashicorpVaultConfig.SignIn;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Connections of type `hashicorp-vault`.
public final class HashicorpVaultType implements VaultType<HashicorpVaultConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(
                  "address",
                  Shape.TEXT,
                  "The vault's address, `https://host:port`; http to this machine alone.")
              .needed(),
          OptionSpec.of("auth_method", Shape.TEXT, "One of token and approle.")
              .signIn().initially("token"),
          OptionSpec.of("mount", Shape.TEXT, "Where the key/value engine (version 2) is mounted.")
              .initially("secret"),
          OptionSpec.of("namespace", Shape.TEXT, "The namespace to work in."),
          OptionSpec.of("role_id", Shape.TEXT_OR_SECRET, "The id of the role for approle.")
              .signIn()
              .secrecy(PRIVATE),
          OptionSpec.of("secret_id", Shape.SECRET, "The secret that belongs to ROLE ID."),
          SharedOptions.sslCertificateAuthority(),
          OptionSpec.of("token", Shape.SECRET, "The token to sign in with."),
          SharedOptions.active());

  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*");

  private final Reveal permission;

  public HashicorpVaultType(Reveal permission) {
    this.permission = permission;
  }

  @Override
  public String name() {
    return "hashicorp-vault";
  }

  @Override
  public List<String> spellings() {
    return List.of("VAULT", "HASHICORP", "OPENBAO");
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
  public HashicorpVaultConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    return new HashicorpVaultConfig(
        address(reader, problems),
        reader.tls(Tls.Verify.HOST),
        path(options, "mount", problems).orElse("secret"),
        path(options, "namespace", problems).orElse(""),
        signIn(reader, problems));
  }

  private static HttpAddress address(OptionReader reader, Problems problems) {
    HttpAddress address = reader.address("address").orElse(HttpAddress.NOWHERE);
    boolean open = !address.encrypted() && !address.equals(HttpAddress.NOWHERE);
    if (open && !address.isOfThisMachine()) {
      problems.add(
          Problem.of(ProblemKind.INVALID_OPTION, "invalid ADDRESS: it must begin with https://")
              .withHint("Only a vault on this very machine may be asked without TLS."));
    }
    return address;
  }

  /// It becomes part of a path or a header.
  private static Optional<String> path(Options options, String key, Problems problems) {
    Optional<String> path = options.text(key);
    if (path.filter(text -> !PATH.matcher(text).matches()).isPresent()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid "
              + OptionSpec.spelling(key)
              + ": it must be of letters, digits, - and _, with / between");
    }
    return path;
  }

  private static SignIn signIn(OptionReader reader, Problems problems) {
    Optional<OptionValue.SecretUse> token = reader.secret("token");
    Optional<TextOrSecret> role = reader.textOrSecret("role_id");
    Optional<OptionValue.SecretUse> secret = reader.secret("secret_id");
    boolean byRole = reader.choice("auth_method", "token", "approle").equals("approle");
    if (byRole && role.isPresent() && secret.isPresent() && token.isEmpty()) {
      return new SignIn.AppRole(role.get(), secret.get());
    }
    if (!byRole && token.isPresent() && role.isEmpty() && secret.isEmpty()) {
      return new SignIn.Token(token.get());
    }
    problems.add(
        Problem.of(
                ProblemKind.INVALID_OPTION,
                byRole
                    ? "AUTH METHOD approle needs ROLE ID and SECRET ID, and no TOKEN"
                    : "AUTH METHOD token needs TOKEN, and neither ROLE ID nor SECRET ID")
            .withHint("AUTH METHOD is token or approle."));
    return new SignIn.Nobody();
  }

  @Override
  public void probe(HashicorpVaultConfig config, Attempt attempt) throws StepFailed {
    signIn(config, attempt, true).list();
  }

  @Override
  public Vault open(HashicorpVaultConfig config, Attempt attempt) throws StepFailed {
    return signIn(config, attempt, false);
  }

  /// @param prove whether a token that the options give is shown to the vault first
  private KeyValueEngine signIn(HashicorpVaultConfig config, Attempt attempt, boolean prove)
      throws StepFailed {
    HttpCaller caller =
        new HttpCaller(config.address(), Optional.empty(), config.tls(), attempt, permission);
    VaultToken token = new VaultToken(config, caller, attempt, permission);
    caller.connect();
    return new KeyValueEngine(config, token.headers(prove), caller, attempt, permission);
  }
}
