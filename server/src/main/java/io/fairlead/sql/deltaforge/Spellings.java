package io.fairlead.sql.deltaforge;

import io.fairlead.base.Nearest;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.sql.Letters;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.Vocabulary;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How types and options are spelled: one word with underscores, in any case, bare or in quotes.
final class Spellings {
  /// The type of external locations.
  static final String LOCATION = "external-location";

  /// DeltaForge's own words for types; they are printed where a type has several.
  private static final List<String> TYPES =
      List.of(
          "POSTGRESQL", "MYSQL", "SQL SERVER", "ORACLE", "S3", "GCS", "AZURE ADLS", "LOCAL",
          "GITHUB", "GITLAB", "BITBUCKET", "AZURE DEVOPS", "SFTP", "REST API");

  /// What TYPE says of a credential storage; the first word of a type is printed.
  private static final List<Storage> STORAGES =
      List.of(
          new Storage("AWS", "aws-secrets-manager"),
          new Storage("AZURE", "azure-key-vault"),
          new Storage("GCP", "gcp-secret-manager"),
          new Storage("VAULT", "hashicorp-vault"),
          new Storage("HASHICORP", "hashicorp-vault"),
          new Storage("OPENBAO", "hashicorp-vault"),
          new Storage("DIRECTORY", "secret-directory"),
          new Storage("ENVIRONMENT", "secret-environment"));

  private static final Pattern PLAIN_KEY = Pattern.compile("[a-z_][a-z0-9_]*");

  private final Vocabulary vocabulary;

  Spellings(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  private record Storage(String word, String type) {}

  /// Reads the name of a type of connection.
  String type(TokenReader in) {
    Token token = in.peek();
    String spelling = spaced(in.identifierOrText("a type of connection"));
    return vocabulary.type(spelling).orElseThrow(() -> unknownType(token, spelling));
  }

  private Refusal unknownType(Token token, String spelling) {
    Set<String> known = new TreeSet<>();
    vocabulary.types().keySet().forEach(type -> known.add(underscored(type)));
    boolean quotable = token.kind() == Token.Kind.WORD;
    return Problem.of(
            ProblemKind.INVALID_OPTION,
            "unknown connection type" + (quotable ? " \"" + underscored(spelling) + "\"" : ""))
        .withDetail("Types are " + String.join(", ", known) + ".")
        .withHint(Nearest.hint(underscored(spelling), known).orElse(null))
        .at(token.position())
        .refusal();
  }

  /// Reads the name of a type of credential storage.
  static String storage(TokenReader in) {
    for (Storage storage : STORAGES) {
      if (in.accept(storage.word())) {
        return storage.type();
      }
    }
    if (in.at("OS_KEYCHAIN")) {
      throw Problem.of(
              ProblemKind.ALREADY_EXISTS, "credential storage \"OS Keychain\" already exists")
          .withHint("It is this server's own vault, and there is only one.")
          .at(in.peek().position())
          .refusal();
    }
    throw in.unexpected(
        STORAGES.stream().map(Storage::word).collect(Collectors.joining(", ", "one of ", "")));
  }

  /// What TYPE says of a credential storage, to the connector's name.
  static Map<String, String> storages() {
    return STORAGES.stream().collect(Collectors.toMap(Storage::word, Storage::type));
  }

  /// Empty for a type that is no credential storage.
  static Optional<String> ofStorage(String type) {
    return STORAGES.stream()
        .filter(storage -> storage.type().equals(type))
        .map(Storage::word)
        .findFirst();
  }

  /// `sql_server` for the type that the catalog has.
  String ofType(String name) {
    for (String spelling : TYPES) {
      if (vocabulary.type(spelling).filter(name::equals).isPresent()) {
        return underscored(spelling);
      }
    }
    String own = spaced(name);
    return underscored(
        vocabulary.type(own).isPresent()
            ? own
            : vocabulary.types().entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse(own));
  }

  /// Reads the name of an option. An unknown one is kept, for the command to refuse with what the
  /// type allows.
  String option(TokenReader in) {
    String written = in.optionName();
    return vocabulary
        .option(spaced(written))
        .orElseGet(() -> Letters.lower(written).replace(' ', '_'));
  }

  String ofOption(String key) {
    return PLAIN_KEY.matcher(key).matches() ? key : '"' + key.replace("\"", "\"\"") + '"';
  }

  /// A clause may name an option that OPTIONS named.
  void checkOnce(List<OptionEdit.Set> set) {
    Set<String> seen = new HashSet<>();
    for (OptionEdit.Set option : set) {
      if (!seen.add(option.key())) {
        throw Problem.of(
                ProblemKind.SYNTAX, ofOption(option.key()) + " specified more than once")
            .at(option.position())
            .refusal();
      }
    }
  }

  private static String spaced(String word) {
    return Letters.upper(word).replace('_', ' ').replace('-', ' ');
  }

  private static String underscored(String spelling) {
    return Letters.lower(spelling).replace(' ', '_');
  }
}
