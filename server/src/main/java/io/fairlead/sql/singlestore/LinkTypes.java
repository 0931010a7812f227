package io.fairlead.sql.singlestore;

import io.fairlead.base.Nearest;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.sql.Letters;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.Vocabulary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The words behind AS: SingleStore's own, and for every other connector its name.
final class LinkTypes {
  /// SingleStore's words, to a spelling of the connector's.
  private static final Map<String, String> OWN = new LinkedHashMap<>();

  static {
    OWN.put("S3", "S3");
    OWN.put("AZURE", "AZBLOB");
    OWN.put("GCS", "GCS");
    OWN.put("HDFS", "WEBHDFS");
    OWN.put("HTTP", "HTTP");
    OWN.put("KAFKA", "KAFKA");
    OWN.put("MYSQL", "MYSQL");
  }

  /// Words of SingleStore's for which there is no connector.
  private static final Set<String> MISSING = Set.of("MONGODB");

  private final Vocabulary vocabulary;

  LinkTypes(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /// Reads the word, to the connector's name.
  String read(TokenReader in) {
    Token token = in.peek();
    String word = Letters.upper(in.identifierOrText("the type of the link"));
    String spelling = OWN.getOrDefault(word, word.replace('_', ' ').replace('-', ' '));
    return vocabulary.type(spelling).orElseThrow(() -> unknown(token, word));
  }

  private Refusal unknown(Token token, String word) {
    Set<String> known = new TreeSet<>(OWN.keySet());
    vocabulary.types().keySet().forEach(type -> known.add(type.replace(' ', '_')));
    boolean quotable = token.kind() == Token.Kind.WORD;
    Problem problem =
        MISSING.contains(word)
            ? Problem.of(ProblemKind.NOT_SUPPORTED, "there are no " + word + " links here")
            : Problem.of(
                ProblemKind.INVALID_OPTION,
                "unknown type of link" + (quotable ? " \"" + Letters.lower(word) + "\"" : ""));
    return problem
        .withDetail("Types are " + String.join(", ", known) + ".")
        .withHint(Nearest.hint(word, known).orElse(null))
        .at(token.position())
        .refusal();
  }

  /// The word for a connector.
  String word(String type) {
    for (Map.Entry<String, String> own : OWN.entrySet()) {
      if (vocabulary.type(own.getValue()).filter(type::equals).isPresent()) {
        return own.getKey();
      }
    }
    return Letters.upper(type).replace('-', '_');
  }
}
