package io.fairlead.sql.databend;

import io.fairlead.base.Nearest;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.sql.Letters;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// How types and options are spelled: `STORAGE_TYPE = 's3'`, `ACCESS_KEY_ID`.
final class Spellings {
  /// Databend's own words for types; they are printed where a type has several.
  private static final List<String> TYPES =
      List.of(
          "S3", "GCS", "AZBLOB", "OSS", "COS", "OBS", "WEBHDFS", "HTTP", "HF", "IPFS", "FS");

  /// Databend's own words for options whose canonical key is another one.
  private static final Map<String, String> OPTIONS =
      Map.of("endpoint", "ENDPOINT_URL");

  private final Vocabulary vocabulary;

  Spellings(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /// Reads the name of a type, in quotes or bare.
  String type(TokenReader in) {
    Token token = in.peek();
    String spelling = spaced(in.identifierOrText("a storage type in quotes"));
    return vocabulary.type(spelling).orElseThrow(() -> unknownType(token, spelling));
  }

  private Refusal unknownType(Token token, String spelling) {
    Set<String> known = new TreeSet<>();
    TYPES.stream()
        .filter(word -> vocabulary.type(word).isPresent())
        .forEach(word -> known.add(Letters.lower(word)));
    boolean quotable = token.kind() == Token.Kind.WORD;
    return Problem.of(
            ProblemKind.INVALID_OPTION,
            quotable
                ? "protocol " + Letters.lower(spelling) + " is not supported yet"
                : "this protocol is not supported yet")
        .withDetail("Storage types are " + String.join(", ", known) + ".")
        .withHint(Nearest.hint(Letters.lower(spelling), known).orElse(null))
        .at(token.position())
        .refusal();
  }

  /// `s3` for the type that the catalog has.
  String ofType(String name) {
    for (String word : TYPES) {
      if (vocabulary.type(word).filter(name::equals).isPresent()) {
        return Letters.lower(word);
      }
    }
    return vocabulary.types().entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .map(entry -> Letters.lower(entry.getKey()).replace(' ', '_'))
        .sorted()
        .findFirst()
        .orElse(name);
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
    String word = OPTIONS.getOrDefault(key, Letters.upper(key));
    boolean known = vocabulary.option(spaced(word)).filter(key::equals).isPresent();
    return known ? word : Letters.upper(key);
  }

  static String spaced(String word) {
    return Letters.upper(word).replace('_', ' ').replace('-', ' ');
  }
}
