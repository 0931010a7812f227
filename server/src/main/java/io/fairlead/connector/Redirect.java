package io.fairlead.connector;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a service sends somebody: what the header `Location` says.
///
/// @param target the path and the query, encoded as they came; there may be a signature or a token in
///     them, so they are sent and never shown
public record Redirect(HttpAddress address, String target) {
  private static final Pattern URL =
      Pattern.compile("([A-Za-z]+://[^/?#]*)([/?][^#]*)?(?:#.*)?", Pattern.DOTALL);

  /// @param from the service that says it
  /// @throws StepFailed when it leads nowhere, or away from TLS
  public static Redirect read(HttpAddress from, String location) throws StepFailed {
    HttpAddress origin = new HttpAddress(from.encrypted(), from.endpoint(), "");
    boolean isRelative = location.startsWith("/") && !location.startsWith("//");
    Matcher url = URL.matcher(isRelative ? origin + location : location);
    Optional<HttpAddress> to =
        url.matches() ? HttpAddress.read(url.group(1), _ -> {}) : Optional.empty();
    String target = to.isEmpty() || url.group(2) == null ? "/" : url.group(2);
    if (to.isEmpty() || !HttpRequest.fits(target) || target.indexOf(' ') >= 0) {
      throw new StepFailed("the server redirects to what is no address");
    }
    if (from.encrypted() && !to.get().encrypted()) {
      throw new StepFailed("the server redirects to an address without TLS");
    }
    return new Redirect(to.get(), target.startsWith("/") ? target : "/" + target);
  }

  /// Whether it leads to the service that said it.
  public boolean isTo(HttpAddress service) {
    return address.encrypted() == service.encrypted()
        && address.endpoint().equals(service.endpoint());
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
