package io.fairlead.connector.kafka;

import io.fairlead.base.Limits;
import io.fairlead.connector.Quietly;
import io.fairlead.connector.StepFailed;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.jspecify.annotations.Nullable;

/// Requests and responses over one socket, one at a time. Kafka's own classes know the bytes.
final class BrokerLink implements AutoCloseable {
  private static final String CLIENT = "fairlead";

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private @Nullable ApiVersionsResponse versions;
  private int correlation;
  private int mostBytes = Limits.PROBE_BYTES;

  BrokerLink(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new DataOutputStream(socket.getOutputStream());
  }

  /// From now on answers may be as large as the messages of a topic are.
  void carriesMessages() {
    mostBytes = Limits.TOPIC_ANSWER_BYTES;
  }

  /// Learns which versions of each request the broker understands. The oldest version of this
  /// request is understood by every broker.
  void learnVersions() throws StepFailed, IOException {
    ApiVersionsResponse response =
        call(new ApiVersionsRequest.Builder((short) 0).build((short) 0), ApiVersionsResponse.class);
    if (response.data().errorCode() != Errors.NONE.code()) {
      throw notKafka();
    }
    versions = response;
  }

  /// The newest version of a request that both sides know.
  short version(ApiKeys key) throws StepFailed {
    ApiVersion offered = versions == null ? null : versions.apiVersion(key.id);
    if (offered == null
        || offered.maxVersion() < key.oldestVersion()
        || offered.minVersion() > key.latestVersion()) {
      throw new StepFailed("the broker is too old or too new");
    }
    return (short) Math.min(offered.maxVersion(), key.latestVersion());
  }

  <T extends AbstractResponse> T call(AbstractRequest request, Class<T> type)
      throws StepFailed, IOException {
    RequestHeader header =
        new RequestHeader(request.apiKey(), request.version(), CLIENT, correlation++);
    ByteBuffer bytes = request.serializeWithHeader(header);
    out.writeInt(bytes.remaining());
    out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    out.flush();
    byte[] answer = readAnswer();
    try {
      return type.cast(AbstractResponse.parseResponse(ByteBuffer.wrap(answer), header));
    } catch (RuntimeException garbage) {
      throw notKafka();
    }
  }

  private byte[] readAnswer() throws StepFailed, IOException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException closed) {
      throw new StepFailed(
          "the broker closed the connection",
          "SECURITY PROTOCOL may not be the one that is spoken at this port.");
    }
    if (length < 4 || length > mostBytes) {
      throw notKafka();
    }
    byte[] answer = new byte[length];
    in.readFully(answer);
    return answer;
  }

  private static StepFailed notKafka() {
    return new StepFailed(
        "the peer does not speak Kafka's protocol",
        "Check the port and SECURITY PROTOCOL; the port may want TLS, or none.");
  }

  @Override
  public void close() {
    Quietly.close(socket);
  }
}
