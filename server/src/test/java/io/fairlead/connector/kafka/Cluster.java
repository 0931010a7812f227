package io.fairlead.connector.kafka;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/// A Kafka cluster in this process.
public final class Cluster implements AutoCloseable {
  private final KafkaClusterTestKit kit;

  private Cluster(KafkaClusterTestKit kit) {
    this.kit = kit;
  }

  public static Cluster start(int brokers, Map<String, String> properties) throws Exception {
    return start(brokers, properties, Map.of());
  }

  /// @param own what single brokers have besides, by number from 0
  static Cluster start(
      int brokers, Map<String, String> properties, Map<Integer, Map<String, String>> own)
      throws Exception {
    TestKitNodes nodes =
        new TestKitNodes.Builder()
            .setCombined(true)
            .setNumBrokerNodes(brokers)
            .setNumControllerNodes(1)
            .setPerServerProperties(own)
            .build();
    KafkaClusterTestKit.Builder builder = new KafkaClusterTestKit.Builder(nodes);
    properties.forEach(builder::setConfigProp);
    Cluster cluster = new Cluster(builder.build());
    cluster.kit.format();
    cluster.kit.startup();
    cluster.kit.waitForReadyBrokers();
    return cluster;
  }

  /// `host:port,…`, as the brokers advertise themselves.
  public String servers() {
    return kit.bootstrapServers();
  }

  Admin admin(Map<String, Object> properties) {
    return kit.admin(properties);
  }

  @Override
  public void close() {
    try {
      kit.close();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (Exception failure) {
      throw new IllegalStateException("the cluster did not stop", failure);
    }
  }
}
