package io.fairlead.connector.azureblob;

import io.fairlead.connector.HttpPeer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A container that checks who lists it, from the bytes of the request alone.
record SigningContainer(String account, byte[] key, String sas, String container)
    implements HttpPeer.Behaviour {
  @Override
  public void answer(HttpPeer.Asked asked, OutputStream out) throws IOException {
    String[] line = asked.line().split(" ");
    URI target = URI.create(line[1]);
    boolean proven =
        asked.header("Authorization").isPresent()
            ? asked.header("Authorization").get().equals(expected(asked, line[0], target))
            : target.getRawQuery().endsWith("&" + sas);
    if (!proven) {
      HttpPeer.write(out, 403, error("AuthenticationFailed"));
    } else if (!target.getPath().equals("/" + container)) {
      HttpPeer.write(out, 404, error("ContainerNotFound"));
    } else {
      HttpPeer.write(
          out,
          200,
          "<?xml version=\"1.0\"?><EnumerationResults><Blobs><Blob><Name>"
              + prefix(target)
              + "a</Name>"
              + "<Properties><Content-Length>1</Content-Length></Properties></Blob></Blobs>"
              + "</EnumerationResults>");
    }
  }

  private static String prefix(URI target) {
    for (String pair : target.getRawQuery().split("&")) {
      if (pair.startsWith("prefix=")) {
        return URLDecoder.decode(pair.substring("prefix=".length()), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private static String error(String code) {
    return "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code></Error>";
  }

  private String expected(HttpPeer.Asked asked, String method, URI target) {
    StringBuilder text = new StringBuilder(method).append("\n\n\n\n\n\n\n\n\n\n\n\n");
    Map<String, String> headers = new TreeMap<>();
    asked.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    headers.forEach(
        (name, value) -> {
          if (name.startsWith("x-ms-")) {
            text.append(name).append(':').append(value).append('\n');
          }
        });
    text.append('/').append(account).append(target.getRawPath());
    Map<String, String> query = new TreeMap<>();
    for (String pair : target.getRawQuery().split("&")) {
      String[] halves = pair.split("=", 2);
      query.put(halves[0], URLDecoder.decode(halves[1], StandardCharsets.UTF_8));
    }
    query.forEach((name, value) -> text.append('\n').append(name).append(':').append(value));
    return "SharedKey " + account + ":" + Base64.getEncoder().encodeToString(mac(text.toString()));
  }

  private byte[] mac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
