package io.fairlead.connector.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.apache.kafka.common.requests.ResponseHeader;

/// A broker that names many others, all of them itself by another name, and asks for as many rounds
/// of password hashing as a test wants.
final class TalkativeBroker implements AutoCloseable {
  private final ServerSocket listener;
  private final int brokers;
  private final int iterations;

  private TalkativeBroker(ServerSocket listener, int brokers, int iterations) {
    this.listener = listener;
    this.brokers = brokers;
    this.iterations = iterations;
  }

  static TalkativeBroker start(int brokers, int iterations) throws IOException {
    TalkativeBroker broker =
        new TalkativeBroker(
            new ServerSocket(0, 200, InetAddress.ofLiteral("127.0.0.1")), brokers, iterations);
    Thread.ofVirtual().start(broker::serve);
    return broker;
  }

  int port() {
    return listener.getLocalPort();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answer(Socket socket) {
    try (socket;
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
      while (true) {
        ByteBuffer request = ByteBuffer.wrap(in.readNBytes(in.readInt()));
        RequestHeader header = RequestHeader.parse(request);
        ResponseHeader answer = header.toResponseHeader();
        ByteBuffer bytes =
            RequestUtils.serialize(
                answer.data(), answer.headerVersion(), body(header, request), header.apiVersion());
        out.writeInt(bytes.remaining());
        out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        out.flush();
      }
    } catch (IOException gone) {
      // The client has heard enough.
    }
  }

  private ApiMessage body(RequestHeader header, ByteBuffer request) {
    return switch (header.apiKey()) {
      case API_VERSIONS -> versions();
      case METADATA -> metadata();
      case SASL_HANDSHAKE -> new SaslHandshakeResponseData();
      case SASL_AUTHENTICATE -> {
        SaslAuthenticateRequestData data =
            new SaslAuthenticateRequestData(new ByteBufferAccessor(request), header.apiVersion());
        String first = new String(data.authBytes(), StandardCharsets.UTF_8);
        String nonce = first.substring(first.indexOf("r=") + 2).split(",")[0];
        String challenge = "r=" + nonce + "more,s=c2FsdHNhbHQ=,i=" + iterations;
        yield new SaslAuthenticateResponseData()
            .setAuthBytes(challenge.getBytes(StandardCharsets.UTF_8));
      }
      default -> throw new UncheckedIOException(new IOException("not asked by the probe"));
    };
  }

  private static ApiVersionsResponseData versions() {
    ApiVersionsResponseData data = new ApiVersionsResponseData();
    for (ApiKeys key :
        new ApiKeys[] {
          ApiKeys.API_VERSIONS, ApiKeys.METADATA, ApiKeys.SASL_HANDSHAKE, ApiKeys.SASL_AUTHENTICATE
        }) {
      data.apiKeys()
          .add(
              new ApiVersionsResponseData.ApiVersion()
                  .setApiKey(key.id)
                  .setMinVersion(key.oldestVersion())
                  .setMaxVersion(key.latestVersion()));
    }
    return data;
  }

  private MetadataResponseData metadata() {
    MetadataResponseData data = new MetadataResponseData();
    for (int i = 0; i < brokers; i++) {
      data.brokers()
          .add(
              new MetadataResponseData.MetadataResponseBroker()
                  .setNodeId(i)
                  .setHost("b" + i + ".test")
                  .setPort(port()));
    }
    return data;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
