package io.fairlead.connector;

import io.fairlead.base.Problem;
import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads options into the fields of a connector's configuration, and reports values that are none
/// of their kind. What is not set reads as empty; whether that is allowed is the table's business.
public final class OptionReader {
  private final Options options;
  private final Problems problems;

  public OptionReader(Options options, Problems problems) {
    this.options = options;
    this.problems = problems;
  }

  public String host(String key) {
    Optional<String> host = options.text(key).flatMap(HostGrammar::read);
    if (host.isEmpty() && options.has(key)) {
      invalid(key, "it is not the name or address of a host");
    }
    return host.orElse("");
  }

  /// The address of a service that speaks HTTP.
  public Optional<HttpAddress> address(String key) {
    return options.text(key).flatMap(url -> HttpAddress.read(url, why -> invalid(key, why)));
  }

  /// The address of a service that answers with secrets, which must not be readable on the way.
  public Optional<HttpAddress> encryptedAddress(String key) {
    Optional<HttpAddress> address = address(key);
    if (address.filter(found -> !found.encrypted()).isPresent()) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "invalid " + OptionSpec.spelling(key) + ": it must begin with https://")
              .withHint("Keys that a service hands out must not be readable on the way."));
    }
    return address;
  }

  /// The same where the service may be on this very machine, which needs no TLS.
  public Optional<HttpAddress> secretAddress(String key) {
    return address(key).filter(HttpAddress::isOfThisMachine).or(() -> encryptedAddress(key));
  }

  /// One of a few words, whose case does not count.
  ///
  /// @param words the first one counts when nothing is set, or something else
  public String choice(String key, String... words) {
    Optional<String> written = options.text(key);
    Optional<String> word =
        written.flatMap(text -> Stream.of(words).filter(text::equalsIgnoreCase).findFirst());
    if (options.has(key) && word.isEmpty()) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "invalid " + OptionSpec.spelling(key) + ": it is not known here")
              .withHint("Known here: " + String.join(", ", words) + "."));
    }
    return word.orElse(words[0]);
  }

  public int port(String key, int initial) {
    long port = number(key).orElse((long) initial);
    if (port < 1 || port > 65_535) {
      invalid(key, "must be from 1 to 65535");
    }
    return (int) port;
  }

  public Optional<Long> number(String key) {
    return options.get(key).orElse(null) instanceof OptionValue.Num(long number)
        ? Optional.of(number)
        : Optional.empty();
  }

  /// A text that may not be empty or hold control characters, such as the name of a database.
  public String word(String key) {
    Optional<String> text = options.text(key);
    if (text.filter(OptionReader::isNoWord).isPresent()) {
      invalid(key, "it is empty or holds control characters");
    }
    return text.orElse("");
  }

  public Optional<TextOrSecret> textOrSecret(String key) {
    if (options.text(key).filter(OptionReader::isNoWord).isPresent()) {
      invalid(key, "it is empty or holds control characters");
    }
    return TextOrSecret.of(options, key);
  }

  public Optional<OptionValue.SecretUse> secret(String key) {
    return options.get(key).orElse(null) instanceof OptionValue.SecretUse use
        ? Optional.of(use)
        : Optional.empty();
  }

  public Optional<ObjectId> connection(String key) {
    return options.get(key).orElse(null) instanceof OptionValue.ConnectionUse(ObjectId id)
        ? Optional.of(id)
        : Optional.empty();
  }

  /// The connection to go through, where SSH TUNNEL or AWS PRIVATELINK names one.
  public Optional<ObjectId> via() {
    Optional<ObjectId> tunnel = connection("ssh_tunnel");
    Optional<ObjectId> privateLink = connection("aws_privatelink");
    if (tunnel.isPresent() && privateLink.isPresent()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid CONNECTION: cannot specify both SSH TUNNEL and AWS PRIVATELINK");
    }
    return tunnel.or(() -> privateLink);
  }

  /// Reports more than one way to sign in; ALTER replaces one by the other, so both were written.
  ///
  /// @param others the ways of the type, beside CREDENTIAL and CREDENTIAL STORAGE
  public void mustHaveOneCredential(String... others) {
    List<String> ways = new ArrayList<>();
    ways.add(SharedOptions.CREDENTIAL);
    ways.add(SharedOptions.CREDENTIAL_STORAGE);
    ways.addAll(List.of(others));
    if (ways.stream().filter(options::has).count() > 1) {
      String last = OptionSpec.spelling(ways.removeLast());
      String first =
          ways.stream().map(OptionSpec::spelling).collect(Collectors.joining(", "));
      problems.add(
          ProblemKind.INVALID_OPTION,
          "a connection signs in with one of " + first + " and " + last);
    }
  }

  /// Reports a MAX CONNECTIONS or a TIMEOUT outside of its limits.
  public void checkBounds() {
    checkBounds(Limits.LINKS_PER_CONNECTION);
  }

  /// The same for a [StorageType].
  public void checkStorageBounds() {
    checkBounds(Limits.STORAGE_LINKS_PER_CONNECTION);
  }

  private void checkBounds(int mostLinks) {
    checkBound(SharedOptions.MAX_CONNECTIONS, mostLinks);
    checkBound(SharedOptions.TIMEOUT, Limits.LONGEST_TIMEOUT.toSeconds());
  }

  private void checkBound(String key, long most) {
    if (number(key).filter(number -> number < 1 || number > most).isPresent()) {
      invalid(key, "must be from 1 to " + most);
    }
  }

  /// Reports a client's certificate without its key, and a key without its certificate.
  public void mustPairCertificate() {
    if (options.has("ssl_certificate") != options.has("ssl_key")) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid CONNECTION: both SSL KEY and SSL CERTIFICATE are required");
    }
  }

  /// The certificates and the key of a connection that uses TLS.
  public Tls tls(Tls.Verify verify) {
    return new Tls(
        verify,
        TextOrSecret.of(options, "ssl_certificate"),
        secret("ssl_key"),
        TextOrSecret.of(options, "ssl_certificate_authority"));
  }

  /// The same for a database: SSL ENABLED counts before SSL MODE, and both together are reported.
  ///
  /// @param mode what SSL MODE says; empty for no TLS
  public Optional<Tls> tls(Optional<Tls.Verify> mode) {
    if (options.has(SharedOptions.SSL_ENABLED) && options.has(SharedOptions.SSL_MODE)) {
      problems.add(
          ProblemKind.INVALID_OPTION, "a connection has one of SSL MODE and SSL ENABLED");
    }
    Optional<Tls.Verify> verify =
        options.get(SharedOptions.SSL_ENABLED).orElse(null)
                instanceof OptionValue.Flag(boolean enabled)
            ? Optional.of(Tls.Verify.HOST).filter(_ -> enabled)
            : mode;
    return verify.map(this::tls);
  }

  private void invalid(String key, String why) {
    problems.add(ProblemKind.INVALID_OPTION, "invalid " + OptionSpec.spelling(key) + ": " + why);
  }

  private static boolean isNoWord(String text) {
    return text.isEmpty() || text.chars().anyMatch(Character::isISOControl);
  }
}
