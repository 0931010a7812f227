package io.fairlead.connector;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A container `shop` of block blobs that checks the signature of each request, made once more here
/// from its bytes.
final class AzureContainer extends ObjectServer {
  private static final Pattern LATEST = Pattern.compile("<Latest>([^<]*)</Latest>");

  private final String account;
  private final byte[] key;
  private final Map<String, byte[]> blocks = new HashMap<>();

  AzureContainer(String account, byte[] key) throws IOException {
    super(Optional.empty());
    this.account = account;
    this.key = key;
  }

  @Override
  protected void answer(HttpExchange exchange, byte[] body) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    if (!header(exchange, "Authorization").equals(Optional.of(expected(exchange, body)))) {
      failed(exchange, 403, "AuthenticationFailed");
    } else if (path.equals("/shop")) {
      list(exchange);
    } else if (path.startsWith("/shop/")) {
      blob(exchange, decoded(path.substring("/shop/".length())), body);
    } else {
      failed(exchange, 404, "ContainerNotFound");
    }
  }

  private static void failed(HttpExchange exchange, int status, String code) throws IOException {
    exchange.getResponseHeaders().set("x-ms-error-code", code);
    send(exchange, status, "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code></Error>");
  }

  private void list(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange);
    int most = Integer.parseInt(query.get("maxresults"));
    List<String> names =
        names(query.getOrDefault("prefix", ""), query.getOrDefault("marker", ""), most);
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><EnumerationResults><Blobs>");
    for (String name : names.stream().limit(most).toList()) {
      Stored stored = Objects.requireNonNull(objects.get(name));
      xml.append("<Blob><Name>")
          .append(name.replace("&", "&amp;").replace("<", "&lt;"))
          .append("</Name><Properties><Last-Modified>")
          .append(httpDate())
          .append("</Last-Modified><Etag>0x")
          .append(stored.generation())
          .append("</Etag><Content-Length>")
          .append(stored.content().length)
          .append("</Content-Length></Properties></Blob>");
    }
    xml.append("</Blobs><NextMarker>")
        .append(names.size() > most ? names.get(most - 1) : "")
        .append("</NextMarker></EnumerationResults>");
    send(exchange, 200, xml.toString());
  }

  private void blob(HttpExchange exchange, String name, byte[] body) throws IOException {
    String comp = query(exchange).getOrDefault("comp", "");
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        if (comp.equals("block")) {
          blocks.put(name + "\n" + query(exchange).get("blockid"), body);
        } else if (comp.equals("blocklist")) {
          tagged(exchange, store(name, joined(name, body)));
        } else if (header(exchange, "x-ms-blob-type").equals(Optional.of("BlockBlob"))) {
          tagged(exchange, store(name, body));
        } else {
          failed(exchange, 400, "MissingRequiredHeader");
          return;
        }
        send(exchange, 201, "");
      }
      case "DELETE" -> {
        if (objects.remove(name) == null) {
          failed(exchange, 404, "BlobNotFound");
        } else {
          send(exchange, 202, "");
        }
      }
      default -> get(exchange, name);
    }
  }

  private void get(HttpExchange exchange, String name) throws IOException {
    Stored stored = objects.get(name);
    if (stored == null) {
      failed(exchange, 404, "BlobNotFound");
      return;
    }
    String wanted = header(exchange, "If-Match").orElse("");
    if (!wanted.isEmpty() && !wanted.equals("\"0x" + stored.generation() + "\"")) {
      failed(exchange, 412, "ConditionNotMet");
      return;
    }
    tagged(exchange, stored);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange
          .getResponseHeaders()
          .set("Content-Length", Integer.toString(stored.content().length));
      send(exchange, 200, "");
    } else {
      sendPart(exchange, stored.content());
    }
  }

  private static void tagged(HttpExchange exchange, Stored stored) {
    exchange.getResponseHeaders().set("ETag", "\"0x" + stored.generation() + "\"");
    exchange.getResponseHeaders().set("Last-Modified", httpDate());
  }

  private byte[] joined(String name, byte[] list) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    Matcher ids = LATEST.matcher(new String(list, StandardCharsets.UTF_8));
    while (ids.find()) {
      whole.writeBytes(Objects.requireNonNull(blocks.remove(name + "\n" + ids.group(1))));
    }
    return whole.toByteArray();
  }

  private String expected(HttpExchange exchange, byte[] body) {
    URI target = exchange.getRequestURI();
    String length = body.length == 0 ? "" : Integer.toString(body.length);
    StringBuilder text = new StringBuilder(exchange.getRequestMethod() + "\n\n\n" + length + "\n");
    for (String name :
        List.of(
            "Content-MD5",
            "Content-Type",
            "Date",
            "If-Modified-Since",
            "If-Match",
            "If-None-Match",
            "If-Unmodified-Since",
            "Range")) {
      text.append(header(exchange, name).orElse("")).append('\n');
    }
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    headers.forEach(
        (name, value) -> {
          if (name.startsWith("x-ms-")) {
            text.append(name).append(':').append(value).append('\n');
          }
        });
    text.append('/').append(account).append(target.getRawPath());
    query(exchange)
        .forEach((name, value) -> text.append('\n').append(name).append(':').append(value));
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
