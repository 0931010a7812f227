package io.fairlead.catalog.store;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.CredentialOverlap;
import io.fairlead.model.DefaultPrivilege;
import io.fairlead.model.ExternalFunction;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Grant;
import io.fairlead.model.Header;
import io.fairlead.model.Kind;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretFacts;
import io.fairlead.model.SecretLink;
import io.fairlead.model.Stage;
import io.fairlead.model.StorageUse;
import io.fairlead.model.TableColumn;
import io.fairlead.model.Tag;
import io.fairlead.model.Token;
import io.fairlead.model.Touch;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// Catalog objects as JSON, the form in which the store keeps them. One object is one JSON object:
///
/// - always `format` (1), `kind`, `id`, `schema`, `name`, `owner`, `comment`, `version`, and
///   `created` and `updated`, each with `at` and `by`; `grants` where there are any, each with
///   `grantee` unless it is PUBLIC, `grantor` and `privileges`; `tags` where there are any, a value
///   by the id of its tag;
/// - a connection: `type`, `options`, `keys`, `dialect`, and where there is one an `overlap` with
///   `before`, `added` where there are any, `until` and `proofs`;
/// - a secret: `type`, `versions`, and where set `storage`, `link` (`name`, `max_stale`), `expires`,
///   `algorithm`, `key_size`, `overlap` (`number`, `until`, `proofs`), `part_of`;
/// - a role: `login`, `superuser`, `verifier` where set, `member_of`;
/// - a schema: `storage` where its tables have a place of their own, with `connection` and `uri`;
/// - a table: `columns` (`name`, `type`, `nullable`, `initial` where set), `storage` (`uri`, `place`,
///   `connection`, `own`, and `pin` with `number` and `options` where set), `file_format` (`name`,
///   `options`), `read_only`, `dialect`; a stage: `storage`, `file_format`, `dialect`;
/// - a pipeline: `storage`, `file_format`, and what [PipelineCodec] says;
/// - a function: `parameters` (`name`, `type`), `returns`, `storage`, `rows` (their format), `dialect`;
/// - a token: `hash`, `permissions`, `expires` where set;
/// - a tag: `allowed_values`;
/// - a default privilege: `creator` and `in_schema` where it is for one alone, `target`;
/// - an option's value names its form: `{"text": "x"}`, `number`, `flag`, `items`, `group`, and
///   `secret` (with `version` where it is fixed) or `connection` with an id.
///
/// A field that is not in this list, or another `format`, is refused on reading: it was written by a
/// newer server, and what it says may not be dropped silently.
final class ObjectCodec {
  static final int FORMAT = 1;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ObjectCodec() {}

  static String write(CatalogObject object) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberProperty("format", FORMAT);
      json.writeStringProperty("kind", object.kind().word());
      header(json, object.header());
      switch (object) {
        case Connection connection -> connection(json, connection);
        case Secret secret -> secret(json, secret);
        case Role role -> role(json, role);
        case Schema schema -> schema(json, schema);
        case ExternalTable table -> table(json, table);
        case Stage stage -> {
          storage(json, stage.storage());
          format(json, stage.format());
          json.writeStringProperty("dialect", stage.dialect());
        }
        case Pipeline pipeline -> {
          storage(json, pipeline.storage());
          format(json, pipeline.load().format());
          PipelineCodec.write(json, pipeline);
        }
        case ExternalFunction function -> function(json, function);
        case DefaultPrivilege defaults -> defaults(json, defaults);
        case Token token -> token(json, token);
        case Tag tag -> {
          json.writeArrayPropertyStart("allowed_values");
          tag.allowedValues().forEach(json::writeString);
          json.writeEndArray();
        }
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void header(JsonGenerator json, Header header) {
    json.writeStringProperty("id", header.id().toString());
    json.writeStringProperty("schema", header.name().schema());
    json.writeStringProperty("name", header.name().object());
    json.writeStringProperty("owner", header.owner().toString());
    json.writeStringProperty("comment", header.comment());
    json.writeNumberProperty("version", header.version());
    touch(json, "created", header.created());
    touch(json, "updated", header.updated());
    grants(json, header.grants());
    if (!header.tags().isEmpty()) {
      json.writeObjectPropertyStart("tags");
      header.tags().forEach((tag, value) -> json.writeStringProperty(tag.toString(), value));
      json.writeEndObject();
    }
  }

  /// Left out when there are none: most objects have none.
  private static void grants(JsonGenerator json, List<Grant> grants) {
    if (grants.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("grants");
    for (Grant grant : grants) {
      json.writeStartObject();
      grant.grantee().ifPresent(id -> json.writeStringProperty("grantee", id.toString()));
      json.writeStringProperty("grantor", grant.grantor().toString());
      json.writeArrayPropertyStart("privileges");
      grant.privileges().forEach(privilege -> json.writeString(privilege.name()));
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void touch(JsonGenerator json, String name, Touch touch) {
    json.writeObjectPropertyStart(name);
    json.writeStringProperty("at", touch.at().toString());
    json.writeStringProperty("by", touch.by());
    json.writeEndObject();
  }

  private static void connection(JsonGenerator json, Connection connection) {
    json.writeStringProperty("type", connection.type());
    json.writeName("options");
    values(json, connection.options().values());
    json.writeArrayPropertyStart("keys");
    for (var pair : connection.keys()) {
      json.writeStartObject();
      json.writeStringProperty("public_key", pair.publicKey());
      material(json, pair.privateKey());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringProperty("dialect", connection.dialect());
    if (connection.overlap().isPresent()) {
      CredentialOverlap overlap = connection.overlap().get();
      json.writeObjectPropertyStart("overlap");
      json.writeName("before");
      values(json, overlap.before().values());
      if (!overlap.added().isEmpty()) {
        json.writeArrayPropertyStart("added");
        overlap.added().stream().sorted().forEach(json::writeString);
        json.writeEndArray();
      }
      json.writeStringProperty("until", overlap.until().toString());
      json.writeNumberProperty("proofs", overlap.proofs());
      json.writeEndObject();
    }
    if (connection.link().isPresent()) {
      json.writeObjectPropertyStart("link");
      json.writeStringProperty("config", connection.link().get().config());
      json.writeArrayPropertyStart("credentials");
      connection.link().get().credentials().forEach(json::writeString);
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void material(JsonGenerator json, MaterialRef material) {
    json.writeStringProperty("backend", material.backend());
    json.writeStringProperty("material", material.key());
  }

  private static void values(JsonGenerator json, Map<String, OptionValue> values) {
    json.writeStartObject();
    values.forEach(
        (key, value) -> {
          json.writeName(key);
          value(json, value);
        });
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, OptionValue value) {
    json.writeStartObject();
    switch (value) {
      case OptionValue.Text(String text) -> json.writeStringProperty("text", text);
      case OptionValue.Num(long number) -> json.writeNumberProperty("number", number);
      case OptionValue.Flag(boolean flag) -> json.writeBooleanProperty("flag", flag);
      case OptionValue.Items items -> {
        json.writeArrayPropertyStart("items");
        items.values().forEach(item -> value(json, item));
        json.writeEndArray();
      }
      case OptionValue.Group group -> {
        json.writeName("group");
        values(json, group.parts());
      }
      case OptionValue.SecretUse(ObjectId id, Optional<Integer> version) -> {
        json.writeStringProperty("secret", id.toString());
        version.ifPresent(number -> json.writeNumberProperty("version", number));
      }
      case OptionValue.ConnectionUse(ObjectId id) ->
          json.writeStringProperty("connection", id.toString());
    }
    json.writeEndObject();
  }

  private static void secret(JsonGenerator json, Secret secret) {
    json.writeStringProperty("type", secret.type());
    json.writeArrayPropertyStart("versions");
    for (var version : secret.versions()) {
      json.writeStartObject();
      json.writeNumberProperty("number", version.number());
      material(json, version.material());
      touch(json, "created", version.created());
      json.writeEndObject();
    }
    json.writeEndArray();
    secret.storage().ifPresent(id -> json.writeStringProperty("storage", id.toString()));
    secret.link().ifPresent(link -> link(json, link));
    facts(json, secret.facts());
    if (secret.overlap().isPresent()) {
      json.writeObjectPropertyStart("overlap");
      json.writeNumberProperty("number", secret.overlap().get().version());
      json.writeStringProperty("until", secret.overlap().get().until().toString());
      json.writeNumberProperty("proofs", secret.overlap().get().proofs());
      json.writeEndObject();
    }
    secret.partOf().ifPresent(id -> json.writeStringProperty("part_of", id.toString()));
  }

  private static void link(JsonGenerator json, SecretLink link) {
    json.writeObjectPropertyStart("link");
    json.writeStringProperty("name", link.name());
    link.maxStale().ifPresent(age -> json.writeStringProperty("max_stale", age.toString()));
    json.writeEndObject();
  }

  private static void facts(JsonGenerator json, SecretFacts facts) {
    facts.expires().ifPresent(at -> json.writeStringProperty("expires", at.toString()));
    facts.algorithm().ifPresent(name -> json.writeStringProperty("algorithm", name));
    facts.keySize().ifPresent(bits -> json.writeNumberProperty("key_size", bits));
  }

  private static void token(JsonGenerator json, Token token) {
    json.writeStringProperty("hash", token.hash());
    json.writeArrayPropertyStart("permissions");
    token.permissions().forEach(permission -> json.writeString(permission.word()));
    json.writeEndArray();
    token.expires().ifPresent(at -> json.writeStringProperty("expires", at.toString()));
  }

  private static void schema(JsonGenerator json, Schema schema) {
    if (schema.storage().isPresent()) {
      json.writeObjectPropertyStart("storage");
      json.writeStringProperty("connection", schema.storage().get().connection().toString());
      json.writeStringProperty("uri", schema.storage().get().uri());
      json.writeEndObject();
    }
  }

  private static void table(JsonGenerator json, ExternalTable table) {
    columns(json, table.columns());
    storage(json, table.storage());
    format(json, table.format());
    json.writeBooleanProperty("read_only", table.readOnly());
    json.writeStringProperty("dialect", table.dialect());
  }

  static void columns(JsonGenerator json, List<TableColumn> columns) {
    json.writeArrayPropertyStart("columns");
    for (TableColumn column : columns) {
      json.writeStartObject();
      json.writeStringProperty("name", column.name());
      json.writeStringProperty("type", column.type());
      json.writeBooleanProperty("nullable", column.nullable());
      column.initial().ifPresent(text -> json.writeStringProperty("initial", text));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void function(JsonGenerator json, ExternalFunction function) {
    json.writeArrayPropertyStart("parameters");
    for (ExternalFunction.Parameter parameter : function.parameters()) {
      json.writeStartObject();
      json.writeStringProperty("name", parameter.name());
      json.writeStringProperty("type", parameter.type());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringProperty("returns", function.returns());
    storage(json, function.storage());
    json.writeStringProperty("rows", function.format());
    json.writeStringProperty("dialect", function.dialect());
  }

  private static void storage(JsonGenerator json, StorageUse storage) {
    json.writeObjectPropertyStart("storage");
    json.writeStringProperty("uri", storage.uri());
    json.writeName("place");
    values(json, storage.place().values());
    json.writeStringProperty("connection", storage.connection().toString());
    json.writeBooleanProperty("own", storage.isOwn());
    if (storage.pin().isPresent()) {
      json.writeObjectPropertyStart("pin");
      json.writeNumberProperty("number", storage.pin().get().version());
      json.writeName("options");
      values(json, storage.pin().get().options().values());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void format(JsonGenerator json, FileFormat format) {
    json.writeObjectPropertyStart("file_format");
    json.writeStringProperty("name", format.name());
    json.writeObjectPropertyStart("options");
    format.options().forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void role(JsonGenerator json, Role role) {
    json.writeBooleanProperty("login", role.login());
    json.writeBooleanProperty("superuser", role.superuser());
    role.verifier().ifPresent(verifier -> json.writeStringProperty("verifier", verifier));
    json.writeArrayPropertyStart("member_of");
    role.memberOf().forEach(id -> json.writeString(id.toString()));
    json.writeEndArray();
  }

  private static void defaults(JsonGenerator json, DefaultPrivilege defaults) {
    defaults.creator().ifPresent(id -> json.writeStringProperty("creator", id.toString()));
    defaults.schema().ifPresent(id -> json.writeStringProperty("in_schema", id.toString()));
    json.writeStringProperty("target", defaults.target().word());
  }

  /// @throws Refusal when the text is not such an object, or one of a newer server
  static CatalogObject read(String text) {
    try {
      return ObjectReader.read(MAPPER.readTree(text));
    } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
      // Parsers quote what they stumble over, and that may be a role's verifier.
      throw unreadable("it is not in the form that this server writes");
    }
  }

  static Kind kind(String word) {
    for (Kind kind : Kind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw unreadable("it is of a kind that this server does not know");
  }

  static Refusal unreadable(String why) {
    return Problem.of(
            ProblemKind.STORE_UNUSABLE, "an object of the catalog cannot be read: " + why)
        .withHint("It was written by a newer server, or changed by other hands.")
        .refusal();
  }
}
