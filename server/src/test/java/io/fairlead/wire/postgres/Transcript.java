package io.fairlead.wire.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One client's conversation. An input is a line for each message that the client sends,
/// `> Query "SELECT 1"`; the outcome is a line for each answer, up to where the server waits for
/// the client. What differs from run to run stands as `…`. `> SignIn role` is the whole of signing in.
final class Transcript implements UnaryOperator<String>, AutoCloseable {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private final AutoCloseable server;
  private final String password;
  private final String errorFields;
  private final RawClient client;
  private final ScramClient scram;
  private String serverFirst = "";

  private Transcript(AutoCloseable server, int port, String password, String errorFields)
      throws IOException {
    this.server = server;
    this.password = password;
    this.errorFields = errorFields;
    this.client = new RawClient(port);
    this.scram = new ScramClient("", password, "client", "n,,", new byte[0]);
  }

  /// With a server of its own over scripted sessions; errors are shown in full.
  static Transcript scripted() throws IOException {
    RunningServer server = RunningServer.plain();
    return new Transcript(server, server.port(), ScriptedSignIn.PASSWORD, "SCMDHP");
  }

  /// With a server that goes on afterwards; of errors only the fields that do not depend on who
  /// wrote the texts.
  static Transcript with(int port, String password) throws IOException {
    return new Transcript(() -> {}, port, password, "SVCP");
  }

  @Override
  public String apply(String input) {
    try {
      for (String line : input.lines().toList()) {
        send(words(line.substring(2)));
      }
      StringJoiner answers = new StringJoiner("\n");
      RawClient.Message message;
      do {
        message = client.read();
        answers.add("< " + describe(message));
      } while (!endsTurn(message));
      return answers.toString();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return words;
  }

  /// Ready, a step of SASL that the client must answer, or the end.
  private static boolean endsTurn(RawClient.Message message) {
    return switch (message.type()) {
      case 0, 'Z' -> true;
      case 'R' -> message.int32(0) == 10 || message.int32(0) == 11;
      default -> false;
    };
  }

  private void send(List<String> words) throws IOException {
    RawClient.Body body = RawClient.body();
    switch (words.getFirst()) {
      case "StartupMessage" ->
          client.startup(3 << 16, words.subList(1, words.size()).toArray(String[]::new));
      case "SASLInitialResponse" -> {
        String first = scram.first();
        client.send('p', body.cstring(words.get(1)).int32(first.length()).text(first));
      }
      case "SASLResponse" -> client.send('p', body.text(scram.last(serverFirst)));
      case "SignIn" -> {
        client.signIn(words.get(1), password);
        List<RawClient.Message> messages = client.untilReady();
        if (messages.getLast().type() != 'Z') {
          throw new IOException("cannot sign in");
        }
        client.sync();
      }
      case "Query" -> client.query(words.get(1));
      case "Parse" -> client.parse(words.get(1), words.get(2));
      case "Bind" -> bind(words);
      case "Describe" -> client.send('D', body.int8(words.get(1).charAt(0)).cstring(words.get(2)));
      case "Close" -> client.send('C', body.int8(words.get(1).charAt(0)).cstring(words.get(2)));
      case "Execute" -> client.execute(words.get(1), Integer.parseInt(words.get(2)));
      case "Sync" -> client.sync();
      case "Flush" -> client.send('H', body);
      case "Terminate" -> client.send('X', body);
      default -> throw new IllegalArgumentException(words.getFirst());
    }
  }

  /// `Bind "portal" "statement" text|binary "value" …`: parameters in text, results as it says.
  private void bind(List<String> words) throws IOException {
    List<String> values = words.subList(4, words.size());
    RawClient.Body body =
        RawClient.body().cstring(words.get(1)).cstring(words.get(2)).int16(0).int16(values.size());
    for (String value : values) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      body.int32(bytes.length).bytes(bytes);
    }
    client.send('B', body.int16(1).int16(words.get(3).equals("binary") ? 1 : 0));
  }

  private String describe(RawClient.Message message) {
    ByteBuffer body = ByteBuffer.wrap(message.body());
    return switch (message.type()) {
      case 0 -> "closed";
      case 'R' -> authentication(message);
      case 'S' -> "ParameterStatus" + quoted(body) + quoted(body);
      case 'K' -> "BackendKeyData …";
      case 'Z' -> "ReadyForQuery " + (char) body.get();
      case 'T' -> rowDescription(body);
      case 'D' -> dataRow(body);
      case 'C' -> "CommandComplete" + quoted(body);
      case 'I' -> "EmptyQueryResponse";
      case 'E' -> "ErrorResponse" + fields(message);
      case 'N' -> "NoticeResponse" + fields(message);
      case '1' -> "ParseComplete";
      case '2' -> "BindComplete";
      case '3' -> "CloseComplete";
      case 't' -> parameterDescription(body);
      case 'n' -> "NoData";
      case 's' -> "PortalSuspended";
      default -> "unknown " + message.type();
    };
  }

  private String authentication(RawClient.Message message) {
    return switch (message.int32(0)) {
      case 0 -> "AuthenticationOk";
      case 10 -> "AuthenticationSASL " + message.text(4).replace('\0', ' ').strip();
      case 11 -> {
        serverFirst = message.text(4);
        yield "AuthenticationSASLContinue "
            + serverFirst.replaceAll("r=client[^,]*,s=[^,]*", "r=client…,s=…");
      }
      case 12 ->
          "AuthenticationSASLFinal "
              + (message.text(4).equals(scram.expectedServerLast()) ? "v=…" : "wrong");
      default -> "unknown authentication";
    };
  }

  private static String quoted(ByteBuffer body) {
    StringBuilder text = new StringBuilder(" \"");
    for (byte b = body.get(); b != 0; b = body.get()) {
      text.append((char) b);
    }
    return text.append('"').toString();
  }

  private String fields(RawClient.Message message) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < errorFields.length(); i++) {
      char code = errorFields.charAt(i);
      if (!message.field(code).isEmpty()) {
        text.append(' ').append(code).append("=\"").append(message.field(code)).append('"');
      }
    }
    return text.toString();
  }

  private static String rowDescription(ByteBuffer body) {
    StringBuilder text = new StringBuilder("RowDescription");
    int count = body.getShort();
    for (int i = 0; i < count; i++) {
      text.append(quoted(body));
      body.getInt();
      body.getShort();
      text.append(' ').append(body.getInt());
      body.getShort();
      body.getInt();
      text.append(body.getShort() == 1 ? " binary" : " text");
    }
    return text.toString();
  }

  private static String parameterDescription(ByteBuffer body) {
    StringBuilder text = new StringBuilder("ParameterDescription");
    int count = body.getShort();
    for (int i = 0; i < count; i++) {
      text.append(' ').append(body.getInt());
    }
    return text.toString();
  }

  private static String dataRow(ByteBuffer body) {
    StringBuilder text = new StringBuilder("DataRow");
    int count = body.getShort();
    for (int i = 0; i < count; i++) {
      int length = body.getInt();
      if (length < 0) {
        text.append(" NULL");
        continue;
      }
      byte[] value = new byte[length];
      body.get(value);
      String shown = new String(value, StandardCharsets.UTF_8);
      boolean printable = shown.chars().allMatch(c -> c >= ' ' && c != 0xFFFD);
      text.append(printable ? " \"" + shown + "\"" : " x" + HexFormat.of().formatHex(value));
    }
    return text.toString();
  }

  @Override
  public void close() throws Exception {
    client.close();
    server.close();
  }
}
