package io.fairlead.wire.mysql;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a client says of itself, at the start or when it changes its user.
///
/// @param plugin how it would prove its password; empty when it does not say
/// @param proof of the password, by that plugin
record LoginRequest(
    Capabilities capabilities,
    String user,
    byte[] proof,
    String database,
    String plugin,
    Map<String, String> settings) {

  private static final int FILLER = 23;

  /// A HandshakeResponse41, of which the capabilities were read.
  static LoginRequest response(PacketReader in, Capabilities capabilities) {
    in.skip(4); // How long packets to it may be: the server does not make longer ones of short rows.
    in.skip(1); // Its character set: texts are UTF-8 whatever it says.
    in.skip(FILLER);
    String user = in.cstring();
    byte[] proof;
    if (capabilities.has(Capabilities.PLUGIN_AUTH_LENENC)) {
      proof = in.countedBytes();
    } else {
      proof = in.bytes(in.int8());
    }
    String database =
        capabilities.has(Capabilities.CONNECT_WITH_DB) && in.remaining() > 0 ? in.cstring() : "";
    return rest(in, capabilities, user, proof, database);
  }

  /// A COM_CHANGE_USER, behind its first byte.
  static LoginRequest change(PacketReader in, Capabilities capabilities) {
    String user = in.cstring();
    byte[] proof = in.bytes(in.int8());
    String database = in.cstring();
    if (in.remaining() > 0) {
      in.int16();
    }
    return rest(in, capabilities, user, proof, database);
  }

  /// What the session begins with.
  ///
  /// @param number of the client, which it may ask for
  Map<String, String> settings(int number) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put("pseudo_thread_id", Integer.toString(number));
    return all;
  }

  private static LoginRequest rest(
      PacketReader in, Capabilities capabilities, String user, byte[] proof, String database) {
    String plugin =
        capabilities.has(Capabilities.PLUGIN_AUTH) && in.remaining() > 0 ? in.cstring() : "";
    Map<String, String> settings = new LinkedHashMap<>();
    if (capabilities.has(Capabilities.CONNECT_ATTRS) && in.remaining() > 0) {
      attributes(in, settings);
    }
    if (user.isEmpty()) {
      throw Refusal.of(ProblemKind.ROLE_REFUSED, "no user name was given");
    }
    return new LoginRequest(capabilities, user, proof, database, plugin, settings);
  }

  private static void attributes(PacketReader in, Map<String, String> settings) {
    int count = in.count();
    int end = in.remaining() - count;
    while (in.remaining() > end) {
      String name = in.countedText();
      String value = in.countedText();
      if (name.equals("program_name")) {
        settings.put("application_name", value);
      }
    }
  }
}
