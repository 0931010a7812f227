package io.fairlead.connector.kafka;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.connector.Line;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.TopicLink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ListOffsetsResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;

/// Topics of a cluster, read without a consumer group: a socket for each broker, all of one sign-in.
/// When the leader of a partition moves, the link is done with, and a new one finds it.
final class KafkaLink implements TopicLink {
  /// The newest version of a fetch in which topics have names.
  private static final short FETCH_BY_NAME = 12;

  private static final int WAIT_MILLIS = 500;

  private final BrokerLink bootstrap;
  private final Map<Integer, BrokerLink> byNode;
  private final Line line;
  private final Map<TopicPartition, Integer> leaders = new HashMap<>();
  private volatile boolean broken;

  KafkaLink(BrokerLink bootstrap, Map<Integer, BrokerLink> byNode, Line line) {
    this.bootstrap = bootstrap;
    this.byNode = Map.copyOf(byNode);
    this.line = line;
  }

  @Override
  public Topic topic(String name, Deadline deadline) throws StepFailed, Missing {
    return asked(
        deadline,
        () -> {
          MetadataResponse.TopicMetadata topic = metadata(name);
          Map<Integer, long[]> ends = new TreeMap<>();
          Map<Integer, List<Integer>> byLeader = new HashMap<>();
          for (MetadataResponse.PartitionMetadata partition : topic.partitionMetadata()) {
            int leader = leader(partition);
            leaders.put(new TopicPartition(name, partition.partition()), leader);
            byLeader.computeIfAbsent(leader, _ -> new ArrayList<>()).add(partition.partition());
            ends.put(partition.partition(), new long[2]);
          }
          for (Map.Entry<Integer, List<Integer>> some : byLeader.entrySet()) {
            BrokerLink broker = broker(some.getKey());
            offsets(broker, name, some.getValue(), ListOffsetsRequest.EARLIEST_TIMESTAMP, ends, 0);
            offsets(broker, name, some.getValue(), ListOffsetsRequest.LATEST_TIMESTAMP, ends, 1);
          }
          List<Partition> partitions = new ArrayList<>();
          ends.forEach((number, at) -> partitions.add(new Partition(number, at[0], at[1])));
          boolean known = topic.topicId() != null && !topic.topicId().equals(Uuid.ZERO_UUID);
          return new Topic(known ? topic.topicId().toString() : "", partitions);
        });
  }

  private MetadataResponse.TopicMetadata metadata(String name)
      throws StepFailed, Missing, IOException {
    MetadataResponse response =
        bootstrap.call(
            MetadataRequest.Builder.forTopicNames(List.of(name), false)
                .build(bootstrap.version(ApiKeys.METADATA)),
            MetadataResponse.class);
    for (MetadataResponse.TopicMetadata topic : response.topicMetadata()) {
      if (topic.error() == Errors.NONE) {
        return topic;
      }
      mustBeThere(topic.error(), name);
    }
    throw new StepFailed("the broker tells nothing of the topic").withoutAnswer();
  }

  private static int leader(MetadataResponse.PartitionMetadata partition) throws StepFailed {
    return partition.leaderId.orElseThrow(
        () -> new StepFailed("a partition has no leader at the moment").withoutAnswer());
  }

  private BrokerLink broker(int node) throws StepFailed {
    BrokerLink link = byNode.get(node);
    if (link == null) {
      broken = true;
      throw new StepFailed("a broker has joined the cluster").withoutAnswer();
    }
    return link;
  }

  private static void offsets(
      BrokerLink broker,
      String topic,
      List<Integer> partitions,
      long timestamp,
      Map<Integer, long[]> into,
      int index)
      throws StepFailed, Missing, IOException {
    ListOffsetsTopic wanted = new ListOffsetsTopic().setName(topic);
    for (int partition : partitions) {
      wanted
          .partitions()
          .add(
              new ListOffsetsPartition().setPartitionIndex(partition).setTimestamp(timestamp));
    }
    ListOffsetsResponse response =
        broker.call(
            ListOffsetsRequest.Builder.forConsumer(true, IsolationLevel.READ_COMMITTED)
                .setTargetTimes(List.of(wanted))
                .build(broker.version(ApiKeys.LIST_OFFSETS)),
            ListOffsetsResponse.class);
    for (var answered : response.topics()) {
      for (var partition : answered.partitions()) {
        mustBeThere(Errors.forCode(partition.errorCode()), topic);
        long[] ends = into.get(partition.partitionIndex());
        if (ends != null) {
          ends[index] = partition.offset();
        }
      }
    }
  }

  /// Kinds of refusals; the broker's own text is not passed on.
  private static void mustBeThere(Errors error, String topic) throws StepFailed, Missing {
    switch (error) {
      case NONE -> {}
      case UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID, INVALID_TOPIC_EXCEPTION ->
          throw new Missing("topic \"" + topic + "\" does not exist");
      case OFFSET_OUT_OF_RANGE ->
          throw new Missing("topic \"" + topic + "\" does not hold the next offset any more");
      case TOPIC_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED ->
          throw new StepFailed(
              "the user may not read topic \"" + topic + "\"",
              "Grant READ and DESCRIBE on the topic at the broker.");
      default -> {
        StepFailed failed = new StepFailed("the broker answered " + error.name());
        throw error.exception() instanceof org.apache.kafka.common.errors.RetriableException
            ? failed.withoutAnswer()
            : failed;
      }
    }
  }

  @Override
  public long read(
      String topic, int partition, long from, long end, Messages to, Deadline deadline)
      throws StepFailed, Missing, IOException {
    TopicPartition key = new TopicPartition(topic, partition);
    Integer leader = leaders.get(key);
    if (leader == null) {
      throw new IllegalStateException("the topic was not asked for");
    }
    FetchResponseData.PartitionData data =
        asked(deadline, () -> fetched(broker(leader), key, from));
    return new CommittedMessages(data, from, end).to(to);
  }

  private static FetchResponseData.PartitionData fetched(
      BrokerLink broker, TopicPartition key, long from)
      throws StepFailed, Missing, IOException {
    short version = (short) Math.min(FETCH_BY_NAME, broker.version(ApiKeys.FETCH));
    Map<TopicPartition, FetchRequest.PartitionData> wanted =
        Map.of(
            key,
            new FetchRequest.PartitionData(
                Uuid.ZERO_UUID, from, -1, Limits.TOPIC_READ_BYTES, Optional.empty()));
    FetchResponse response =
        broker.call(
            FetchRequest.Builder.forConsumer(version, WAIT_MILLIS, 1, wanted)
                .isolationLevel(IsolationLevel.READ_COMMITTED)
                .setMaxBytes(Limits.TOPIC_READ_BYTES)
                .build(version),
            FetchResponse.class);
    mustBeThere(response.error(), key.topic());
    FetchResponseData.PartitionData data = response.responseData(Map.of(), version).get(key);
    if (data == null) {
      throw new StepFailed("the broker tells nothing of the partition").withoutAnswer();
    }
    mustBeThere(Errors.forCode(data.errorCode()), key.topic());
    return data;
  }

  private interface Question<T> {
    T ask() throws StepFailed, Missing, IOException;
  }

  /// One question at a time, whoever asks. After a failure in the middle of an answer nobody knows where
  /// the next one begins.
  private synchronized <T> T asked(Deadline deadline, Question<T> question)
      throws StepFailed, Missing {
    if (broken) {
      throw new StepFailed("the connection was closed or broken").withoutAnswer();
    }
    line.bound(deadline);
    try {
      return question.ask();
    } catch (StepFailed failed) {
      broken |= failed.isWithoutAnswer();
      throw failed;
    } catch (IOException failure) {
      broken = true;
      throw new StepFailed(
              deadline.hasPassed() ? "no answer in time" : "the connection was closed or broken")
          .withoutAnswer();
    }
  }

  @Override
  public boolean isOpen() {
    return !broken && line.isOpen();
  }

  @Override
  public synchronized boolean isUsable(Deadline deadline) {
    line.bound(deadline);
    try {
      bootstrap.learnVersions();
      return isOpen();
    } catch (StepFailed | IOException gone) {
      broken = true;
      return false;
    }
  }

  @Override
  public void abort() {
    broken = true;
    line.close();
  }

  @Override
  public void close() {
    broken = true;
    line.close();
  }
}
