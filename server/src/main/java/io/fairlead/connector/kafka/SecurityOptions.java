package io.fairlead.connector.kafka;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.model.Options;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The rules between the options about encryption and signing in: the protocol takes what it needs,
/// and what is left over is an error, since its writer expects protection that would not be there.
final class SecurityOptions {
  private static final String AWS = "aws_connection";
  private static final List<String> SASL =
      List.of("sasl_mechanisms", "sasl_username", "sasl_password");
  private static final List<String> TLS =
      List.of("ssl_key", "ssl_certificate", "ssl_certificate_authority");

  private final Options options;
  private final OptionReader reader;
  private final Problems problems;
  private final String protocol;

  SecurityOptions(Options options, OptionReader reader, Problems problems) {
    this.options = options;
    this.reader = reader;
    this.problems = problems;
    this.protocol =
        options
            .text("security_protocol")
            .map(text -> text.toUpperCase(Locale.ROOT))
            .orElse(
                options.has(AWS) || SASL.stream().anyMatch(options::has) ? "SASL_SSL" : "SSL");
  }

  private boolean usesTls() {
    return protocol.equals("SSL") || protocol.equals("SASL_SSL");
  }

  private boolean usesSasl() {
    return protocol.startsWith("SASL_");
  }

  void check() {
    if (!List.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL").contains(protocol)) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "unknown security protocol: " + options.text("security_protocol").orElse(""))
              .withHint("Protocols are PLAINTEXT, SSL, SASL_PLAINTEXT and SASL_SSL."));
      return;
    }
    Set<String> left = new LinkedHashSet<>(SASL);
    left.add(AWS);
    left.addAll(TLS);
    left.retainAll(options.values().keySet());
    if (usesTls()) {
      if (options.has("ssl_certificate")) {
        if (!options.has("ssl_key")) {
          problems.add(
              ProblemKind.INVALID_OPTION, "SSL KEY must be specified with SSL CERTIFICATE");
        }
        left.remove("ssl_key");
      }
      left.remove("ssl_certificate");
      left.remove("ssl_certificate_authority");
    }
    if (usesSasl() && options.has(AWS)) {
      left.remove(AWS);
    } else if (usesSasl()) {
      for (String key : SASL) {
        if (!options.has(key)) {
          problems.add(ProblemKind.INVALID_OPTION, spelling(key) + " must be specified");
        }
        left.remove(key);
      }
    }
    for (String key : left) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "option " + spelling(key) + " not supported with this configuration");
    }
  }

  Optional<Tls> tls() {
    return usesTls() ? Optional.of(reader.tls(Tls.Verify.HOST)) : Optional.empty();
  }

  Optional<KafkaConfig.SignIn> signIn() {
    if (!usesSasl()) {
      return Optional.empty();
    }
    if (options.has(AWS)) {
      return reader.connection(AWS).map(KafkaConfig.SignIn.Aws::new);
    }
    String mechanism = reader.word("sasl_mechanisms").toUpperCase(Locale.ROOT);
    TextOrSecret user = reader.textOrSecret("sasl_username").orElse(TextOrSecret.NOTHING);
    return reader
        .secret("sasl_password")
        .map(password -> new KafkaConfig.SignIn.Password(mechanism, user, password));
  }

  private static String spelling(String key) {
    return OptionSpec.spelling(key);
  }
}
