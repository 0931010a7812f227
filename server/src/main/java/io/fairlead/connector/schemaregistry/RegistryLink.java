package io.fairlead.connector.schemaregistry;

import io.fairlead.base.Deadline;
import io.fairlead.connector.HttpLine;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.SchemaLink;
import io.fairlead.connector.StepFailed;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Asks a registry for schemas by their numbers.
final class RegistryLink implements SchemaLink {
  private final HttpLine line;
  private final Optional<String> authorization;

  RegistryLink(HttpLine line, Optional<String> authorization) {
    this.line = line;
    this.authorization = authorization;
  }

  @Override
  public Optional<String> schema(int number, Deadline deadline) throws StepFailed {
    HttpRequest request =
        HttpRequest.get("/schemas/ids/" + number).with("Accept", RegistryAnswers.ACCEPTED);
    if (authorization.isPresent()) {
      request = request.with("Authorization", authorization.get());
    }
    HttpResponse answer = line.send(request, deadline).whole();
    return switch (answer.status()) {
      case 200 -> Optional.of(text(answer.json(), number));
      case 404 -> Optional.empty();
      case 401, 403 ->
          throw new StepFailed(
                  "the registry does not give schemas to this user",
                  "Check USER and PASSWORD of its connection.")
              .refusedCredential();
      default -> throw new StepFailed("the registry answers with status " + answer.status());
    };
  }

  private static String text(JsonNode answer, int number) throws StepFailed {
    JsonNode type = answer.get("schemaType");
    if (type != null && !type.asString().equals("AVRO")) {
      throw new StepFailed("schema " + number + " of the registry is none of Avro");
    }
    JsonNode references = answer.get("references");
    if (references != null && !references.isEmpty()) {
      throw new StepFailed(
          "schema " + number + " of the registry refers to other ones, which is not supported");
    }
    JsonNode schema = answer.get("schema");
    if (schema == null || !schema.isString()) {
      throw new StepFailed("the server is not a schema registry: it sends no schema");
    }
    return schema.stringValue();
  }

  @Override
  public boolean isOpen() {
    return line.isOpen();
  }

  @Override
  public boolean isUsable(Deadline deadline) {
    return line.isUsable(deadline);
  }

  @Override
  public void abort() {
    line.abort();
  }

  @Override
  public void close() {
    line.close();
  }
}
