package io.fairlead.connector.restapi;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.LoginOptions;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.Tls;
import io.fairlead.model.Options;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What the options of an API mean, and what is wrong with them.
final class RestApiRules {
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");

  /// No `.` or `..` as a whole segment; what is encoded already is sent as it is.
  private static final Pattern TARGET =
      Pattern.compile("(?!.*/\\.{1,2}(/|\\?|$))/[A-Za-z0-9._~!$&'()*+,;=:@/%-]*"
          + "(\\?[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*)?");
  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9._~-]{1,100}");
  private static final Pattern RATE = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,3})?");
  private static final Pattern FOLDER =
      Pattern.compile("(?!(.*/)?\\.{1,2}(/.*)?$)[^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*");

  private final Options options;
  private final Problems problems;
  private final OptionReader reader;

  RestApiRules(Options options, Problems problems) {
    this.options = options;
    this.problems = problems;
    this.reader = new OptionReader(options, problems);
  }

  RestApiConfig configuration() {
    reader.checkBounds();
    checkForUsers();
    HttpAddress address = reader.address("base_url").orElse(HttpAddress.NOWHERE);
    AuthMode auth = auth();
    if (!(auth instanceof AuthMode.None) && !address.encrypted()) {
      add("invalid BASE URL: it must begin with https://, since a credential is sent to it");
    }
    return new RestApiConfig(
        address, reader.tls(Tls.Verify.HOST), auth, method(), target(), expected());
  }

  /// What no probe needs, and those who use the connection do.
  private void checkForUsers() {
    var _ = reader.word("storage_zone");
    mustMatch("base_path", FOLDER, "it must be the path of a folder inside of the zone");
    mustMatch("rate_limit_rps", RATE, "it must be a number above 0, such as 0.5");
    if (options.text("rate_limit_rps").filter(rate -> rate.matches("[0.]+")).isPresent()) {
      invalid("rate_limit_rps", "it must be a number above 0, such as 0.5");
    }
  }

  private String method() {
    String method = options.text("method").orElse("GET").toUpperCase(Locale.ROOT);
    if (!METHODS.contains(method)) {
      invalid("method", "it must be GET, HEAD or POST");
      return "GET";
    }
    return method;
  }

  private String target() {
    String written = options.text("endpoint").orElse("/");
    String target = written.startsWith("/") ? written : "/" + written;
    if (!TARGET.matcher(target).matches()) {
      invalid("endpoint", "it must be a path, perhaps with a query, encoded as it shall be sent");
      return "/";
    }
    return target;
  }

  private StatusRanges expected() {
    Optional<String> text = options.text("expected_status");
    if (text.isEmpty()) {
      return StatusRanges.GOOD;
    }
    Optional<StatusRanges> ranges = StatusRanges.read(text.get());
    if (ranges.isEmpty()) {
      invalid("expected_status", "it must be statuses from 200 to 599, such as 200..299");
    }
    return ranges.orElse(StatusRanges.GOOD);
  }

  private AuthMode auth() {
    String mode = options.text("auth_mode").orElse("none").toLowerCase(Locale.ROOT);
    if (!mode.equals("none") && !options.has(SharedOptions.CREDENTIAL)) {
      add("an AUTH MODE other than none requires a CREDENTIAL");
    }
    LoginOptions login = LoginOptions.of(reader);
    return switch (mode) {
      case "none" -> new AuthMode.None();
      case "bearer" -> new AuthMode.Bearer(login);
      case "basic" -> new AuthMode.Basic(login);
      case "api_key_header" -> new AuthMode.KeyInHeader(header(), login);
      case "api_key_query" -> new AuthMode.KeyInQuery(parameter(), login);
      default -> {
        problems.add(
            Problem.of(ProblemKind.INVALID_OPTION, "invalid AUTH MODE: there is no such mode")
                .withHint("Modes are none, bearer, basic, api_key_header and api_key_query."));
        yield new AuthMode.None();
      }
    };
  }

  private String header() {
    Optional<String> name = options.text("auth_header_name");
    if (name.isEmpty()) {
      add("AUTH MODE api_key_header requires AUTH HEADER NAME");
    } else if (!HeaderName.isName(name.get())) {
      invalid("auth_header_name", "it is not the name of a header");
    } else if (!HeaderName.mayBeFilled(name.get())) {
      invalid("auth_header_name", "this header is the server's own to set");
    }
    return name.orElse("");
  }

  private String parameter() {
    if (!options.has("auth_query_name")) {
      add("AUTH MODE api_key_query requires AUTH QUERY NAME");
    }
    mustMatch("auth_query_name", PARAMETER, "it must be of letters, digits and . _ ~ -");
    return options.text("auth_query_name").orElse("");
  }

  private void mustMatch(String key, Pattern pattern, String otherwise) {
    if (options.text(key).filter(text -> !pattern.matcher(text).matches()).isPresent()) {
      invalid(key, otherwise);
    }
  }

  private void invalid(String key, String why) {
    add("invalid " + OptionSpec.spelling(key) + ": " + why);
  }

  private void add(String message) {
    problems.add(ProblemKind.INVALID_OPTION, message);
  }
}
