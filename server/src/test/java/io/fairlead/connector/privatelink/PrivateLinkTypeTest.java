package io.fairlead.connector.privatelink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.base.Problem;
import io.fairlead.base.Problems;
import io.fairlead.connector.Workbench;
import io.fairlead.connector.kafka.KafkaType;
import io.fairlead.connector.postgres.PostgresType;
import io.fairlead.model.Connection;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrivateLinkTypeTest {
  private static final String NOTHING_TO_ASK = "this server has no endpoint service to ask\n";

  private final PrivateLinkType type = new PrivateLinkType();
  private final Workbench workbench =
      new Workbench(type, new PostgresType(Reveal.create()), new KafkaType(Reveal.create()));
  private final Connection link =
      workbench.connection(
          "aws-privatelink",
          "service_name",
          "com.amazonaws.vpce.s",
          "availability_zones",
          zones("a"));

  private static OptionValue zones(String... names) {
    return new OptionValue.Items(
        Stream.of(names).<OptionValue>map(OptionValue.Text::new).toList());
  }

  private String probe(String connectionType, Object... options) {
    return Workbench.read(workbench.probe(workbench.connection(connectionType, options)));
  }

  @Test
  void validationSaysWhatIsMissing() {
    assertEquals("endpoint: FAILED " + NOTHING_TO_ASK, Workbench.read(workbench.probe(link)));
  }

  @Test
  void whateverGoesThroughItSaysSo() {
    String inside = "tunnel " + link.name().object() + ": endpoint: FAILED " + NOTHING_TO_ASK;
    assertEquals(
        inside,
        probe(
            "postgres",
            "host",
            "db",
            "database",
            "d",
            "user",
            "u",
            "aws_privatelink",
            Workbench.use(link)));
    assertEquals(inside, probe("kafka", "aws_privatelink", Workbench.use(link)));
    assertEquals(
        inside,
        probe(
            "kafka",
            "aws_privatelink",
            OptionValue.Group.of(
                Map.of("connection", Workbench.use(link), "port", new OptionValue.Num(9093)))));
    assertEquals(
        inside,
        probe(
            "kafka",
            "broker",
            OptionValue.Group.of(
                Map.of(
                    "address", new OptionValue.Text("b:1"),
                    "aws_privatelink", Workbench.use(link)))));
  }

  @Test
  void zonesAreNamedOnce() {
    Problems problems = new Problems();
    type.configure(
        Workbench.options("service_name", "s", "availability_zones", zones("a", "b", "a")),
        problems);
    assertEquals(
        List.of("connection cannot contain duplicate availability zones"),
        problems.all().stream().map(Problem::message).toList());
  }
}
