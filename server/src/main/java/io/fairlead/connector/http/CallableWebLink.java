package io.fairlead.connector.http;

import io.fairlead.base.Deadline;
import io.fairlead.connector.HttpAnswer;
import io.fairlead.connector.HttpLine;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.PercentEncoding;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.CallLink;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.WebLink;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A link to a web server whose files are read, or whose one path is called.
final class CallableWebLink extends WebLink implements CallLink {
  private final String target;
  private final boolean signsIn;

  /// @param names the paths that the link is for
  /// @param signsIn whether there is something secret that the server may refuse
  CallableWebLink(HttpLine line, List<String> names, RequestSigner signer, boolean signsIn) {
    super(line, line.address().target("/"), names, signer);
    String path = names.size() == 1 ? names.getFirst() : "";
    this.target = line.address().target("/") + PercentEncoding.ofPath(path);
    this.signsIn = signsIn;
  }

  @Override
  public HttpResponse post(
      SortedMap<String, String> headers, byte[] body, int most, Deadline deadline)
      throws StepFailed {
    SortedMap<String, String> all = new TreeMap<>(headers);
    all.put("Content-Type", "application/json");
    HttpAnswer answer = ask(new HttpRequest("POST", target, all, body), deadline);
    HttpResponse whole = answer.whole(most);
    int status = whole.status();
    if (status / 100 == 2) {
      return whole;
    }
    if (signsIn && (status == 401 || status == 403)) {
      throw new StepFailed(
              "the service refuses the credentials (status " + status + ")",
              "They may be wrong or expired.")
          .refusedCredential();
    }
    throw new StepFailed("the service answered with status " + status);
  }
}
