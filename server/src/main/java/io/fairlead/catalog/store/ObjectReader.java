package io.fairlead.catalog.store;

import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.CredentialOverlap;
import io.fairlead.model.DefaultPrivilege;
import io.fairlead.model.ExternalFunction;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Grant;
import io.fairlead.model.Header;
import io.fairlead.model.KeyPair;
import io.fairlead.model.Kind;
import io.fairlead.model.LinkText;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretFacts;
import io.fairlead.model.SecretLink;
import io.fairlead.model.SchemaStorage;
import io.fairlead.model.Stage;
import io.fairlead.model.StorageUse;
import io.fairlead.model.TableColumn;
import io.fairlead.model.Tag;
import io.fairlead.model.Token;
import io.fairlead.model.TokenPermission;
import io.fairlead.model.ValueOverlap;
import io.fairlead.model.SecretVersion;
import io.fairlead.model.Touch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// The reading half of [ObjectCodec]: takes the fields of one JSON object one by one, and knows at
/// the end whether there was one that nobody asked for.
final class ObjectReader {
  private final JsonNode node;
  private final Set<String> taken = new HashSet<>();

  private ObjectReader(JsonNode node) {
    if (!node.isObject()) {
      throw ObjectCodec.unreadable("a JSON object is missing");
    }
    this.node = node;
  }

  static CatalogObject read(JsonNode tree) {
    return whole(tree, ObjectReader::object);
  }

  static <R> R whole(JsonNode tree, Function<ObjectReader, R> reading) {
    ObjectReader reader = new ObjectReader(tree);
    R result = reading.apply(reader);
    for (String name : reader.node.propertyNames()) {
      if (!reader.taken.contains(name)) {
        throw ObjectCodec.unreadable("it has a field that this server does not know");
      }
    }
    return result;
  }

  JsonNode field(String name) {
    taken.add(name);
    return node.required(name);
  }

  String text(String name) {
    return field(name).stringValue();
  }

  private ObjectId id(String name) {
    return ObjectId.parse(text(name));
  }

  Optional<JsonNode> maybe(String name) {
    taken.add(name);
    return node.optional(name);
  }

  private Optional<ObjectId> maybeId(String name) {
    return maybe(name).map(id -> ObjectId.parse(id.stringValue()));
  }

  <R> List<R> list(String name, Function<JsonNode, R> reading) {
    return listOf(field(name), reading);
  }

  private static <R> List<R> listOf(JsonNode node, Function<JsonNode, R> reading) {
    if (!node.isArray()) {
      throw ObjectCodec.unreadable("a JSON array is missing");
    }
    List<R> found = new ArrayList<>(node.size());
    for (JsonNode element : node.values()) {
      found.add(reading.apply(element));
    }
    return found;
  }

  private CatalogObject object() {
    if (field("format").intValue() != ObjectCodec.FORMAT) {
      throw ObjectCodec.unreadable("it is of another format");
    }
    Kind kind = ObjectCodec.kind(text("kind"));
    Header header = header();
    return switch (kind) {
      case CONNECTION -> connection(header);
      case SECRET -> secret(header);
      case TOKEN ->
          new Token(
              header,
              text("hash"),
              Set.copyOf(list("permissions", ObjectReader::permission)),
              maybeInstant("expires"));
      case ROLE ->
          new Role(
              header,
              field("login").booleanValue(),
              field("superuser").booleanValue(),
              maybe("verifier").map(JsonNode::stringValue),
              list("member_of", id -> ObjectId.parse(id.stringValue())));
      case SCHEMA ->
          new Schema(header, maybe("storage").map(ObjectReader::schemaStorage));
      case TABLE ->
          new ExternalTable(
              header,
              list("columns", ObjectReader::column),
              whole(field("storage"), ObjectReader::storageUse),
              whole(field("file_format"), ObjectReader::fileFormat),
              field("read_only").booleanValue(),
              text("dialect"));
      case STAGE ->
          new Stage(
              header,
              whole(field("storage"), ObjectReader::storageUse),
              whole(field("file_format"), ObjectReader::fileFormat),
              text("dialect"));
      case PIPELINE ->
          PipelineCodec.read(
              this,
              header,
              whole(field("storage"), ObjectReader::storageUse),
              whole(field("file_format"), ObjectReader::fileFormat));
      case FUNCTION ->
          new ExternalFunction(
              header,
              list("parameters", ObjectReader::parameter),
              text("returns"),
              whole(field("storage"), ObjectReader::storageUse),
              text("rows"),
              text("dialect"));
      case TAG -> new Tag(header, list("allowed_values", JsonNode::stringValue));
      case DEFAULT_PRIVILEGE ->
          new DefaultPrivilege(
              header, maybeId("creator"), maybeId("in_schema"), ObjectCodec.kind(text("target")));
    };
  }

  private static SchemaStorage schemaStorage(JsonNode tree) {
    return whole(tree, place -> new SchemaStorage(place.id("connection"), place.text("uri")));
  }

  static TableColumn column(JsonNode tree) {
    return whole(
        tree,
        column ->
            new TableColumn(
                column.text("name"),
                column.text("type"),
                column.field("nullable").booleanValue(),
                column.maybe("initial").map(JsonNode::stringValue)));
  }

  private static ExternalFunction.Parameter parameter(JsonNode tree) {
    return whole(
        tree,
        parameter -> new ExternalFunction.Parameter(parameter.text("name"), parameter.text("type")));
  }

  private StorageUse storageUse() {
    return new StorageUse(
        text("uri"),
        Options.of(values(field("place"))),
        id("connection"),
        field("own").booleanValue(),
        maybe("pin").map(ObjectReader::pin));
  }

  private static StorageUse.Pin pin(JsonNode tree) {
    return whole(
        tree,
        pin ->
            new StorageUse.Pin(
                pin.field("number").intValue(), Options.of(values(pin.field("options")))));
  }

  private FileFormat fileFormat() {
    TreeMap<String, String> options = new TreeMap<>();
    field("options")
        .properties()
        .forEach(entry -> options.put(entry.getKey(), entry.getValue().stringValue()));
    return new FileFormat(text("name"), options);
  }

  private Header header() {
    return new Header(
        id("id"),
        new Name(text("schema"), text("name")),
        id("owner"),
        text("comment"),
        field("version").intValue(),
        touch("created"),
        touch("updated"),
        maybe("grants").map(grants -> listOf(grants, ObjectReader::grant)).orElse(List.of()),
        tags());
  }

  private SortedMap<ObjectId, String> tags() {
    SortedMap<ObjectId, String> tags = new TreeMap<>();
    maybe("tags")
        .ifPresent(
            tree ->
                tree.properties()
                    .forEach(
                        tag -> tags.put(ObjectId.parse(tag.getKey()), tag.getValue().stringValue())));
    return tags;
  }

  private static Grant grant(JsonNode tree) {
    return whole(
        tree,
        grant ->
            new Grant(
                grant.maybeId("grantee"),
                grant.id("grantor"),
                Set.copyOf(
                    grant.list("privileges", name -> Privilege.valueOf(name.stringValue())))));
  }

  private Touch touch(String name) {
    return whole(
        field(name), touch -> new Touch(Instant.parse(touch.text("at")), touch.text("by")));
  }

  private Connection connection(Header header) {
    return new Connection(
        header,
        text("type"),
        Options.of(values(field("options"))),
        list("keys", ObjectReader::keyPair),
        text("dialect"),
        maybe("overlap").map(ObjectReader::credentialOverlap),
        maybe("link").map(ObjectReader::linkText));
  }

  private static LinkText linkText(JsonNode tree) {
    return whole(
        tree,
        link ->
            new LinkText(
                link.text("config"), Set.copyOf(link.list("credentials", JsonNode::stringValue))));
  }

  private static CredentialOverlap credentialOverlap(JsonNode tree) {
    return whole(
        tree,
        overlap ->
            new CredentialOverlap(
                Options.of(values(overlap.field("before"))),
                overlap.maybe("added").isPresent()
                    ? Set.copyOf(overlap.list("added", JsonNode::stringValue))
                    : Set.of(),
                Instant.parse(overlap.text("until")),
                overlap.field("proofs").intValue()));
  }

  private Secret secret(Header header) {
    return new Secret(
        header,
        text("type"),
        list("versions", ObjectReader::version),
        maybeId("storage"),
        maybe("link").map(ObjectReader::link),
        new SecretFacts(
            maybeInstant("expires"),
            maybe("algorithm").map(JsonNode::stringValue),
            maybe("key_size").map(JsonNode::intValue)),
        maybe("overlap").map(ObjectReader::valueOverlap),
        maybeId("part_of"));
  }

  private static SecretLink link(JsonNode tree) {
    return whole(
        tree,
        link ->
            new SecretLink(
                link.text("name"),
                link.maybe("max_stale").map(age -> Duration.parse(age.stringValue()))));
  }

  private static ValueOverlap valueOverlap(JsonNode tree) {
    return whole(
        tree,
        overlap ->
            new ValueOverlap(
                overlap.field("number").intValue(),
                Instant.parse(overlap.text("until")),
                overlap.field("proofs").intValue()));
  }

  private static TokenPermission permission(JsonNode word) {
    return TokenPermission.of(word.stringValue())
        .orElseThrow(
            () -> ObjectCodec.unreadable("it has a permission that this server does not know"));
  }

  private Optional<Instant> maybeInstant(String name) {
    return maybe(name).map(at -> Instant.parse(at.stringValue()));
  }

  private static KeyPair keyPair(JsonNode tree) {
    return whole(tree, pair -> new KeyPair(pair.text("public_key"), pair.material()));
  }

  private static SecretVersion version(JsonNode tree) {
    return whole(
        tree,
        version ->
            new SecretVersion(
                version.field("number").intValue(), version.material(), version.touch("created")));
  }

  private MaterialRef material() {
    return new MaterialRef(text("backend"), text("material"));
  }

  private static Map<String, OptionValue> values(JsonNode tree) {
    if (!tree.isObject()) {
      throw ObjectCodec.unreadable("a JSON object is missing");
    }
    Map<String, OptionValue> found = new TreeMap<>();
    tree.properties().forEach(entry -> found.put(entry.getKey(), value(entry.getValue())));
    return found;
  }

  private static OptionValue value(JsonNode tree) {
    if (tree.has("secret")) {
      return whole(tree, ObjectReader::secretUse);
    }
    if (tree.size() != 1) {
      throw ObjectCodec.unreadable("an option's value has not one form");
    }
    Map.Entry<String, JsonNode> form = tree.properties().iterator().next();
    JsonNode value = form.getValue();
    return switch (form.getKey()) {
      case "text" -> new OptionValue.Text(value.stringValue());
      case "number" -> new OptionValue.Num(value.longValue());
      case "flag" -> new OptionValue.Flag(value.booleanValue());
      case "items" -> new OptionValue.Items(listOf(value, ObjectReader::value));
      case "group" -> OptionValue.Group.of(values(value));
      case "connection" -> new OptionValue.ConnectionUse(ObjectId.parse(value.stringValue()));
      default -> throw ObjectCodec.unreadable("an option's value has an unknown form");
    };
  }

  private static OptionValue secretUse(ObjectReader use) {
    return new OptionValue.SecretUse(use.id("secret"), use.maybe("version").map(JsonNode::intValue));
  }
}
