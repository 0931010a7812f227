package io.fairlead.command;

import io.fairlead.base.Problems;
import io.fairlead.catalog.Image;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.PlacedConnection;
import io.fairlead.connector.StorageType;
import io.fairlead.model.Connection;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.ExternalFunction;
import io.fairlead.model.LinkText;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.StorageUse;
import io.fairlead.secret.SecretBytes;
import io.fairlead.sql.Dialects;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.FunctionStatement;
import io.fairlead.sql.Statement;
import io.fairlead.sql.StorageClause;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The statement that would make a connection as it is now, in the dialect that made it. Secrets are
/// only ever named.
public final class ShownDefinition {
  private static final String PUBLIC_KEY = "public_key_";

  private final Connectors connectors;
  private final Dialects dialects;

  public ShownDefinition(Connectors connectors, Dialects dialects) {
    this.connectors = connectors;
    this.dialects = dialects;
  }

  /// @param redacted also hides values that may be private: user names, certificates
  public String text(Image image, Connection connection, boolean redacted) {
    return text(image, connection, redacted, connection.dialect());
  }

  /// @param dialect in which it is written, whichever made the connection
  String text(Image image, Connection connection, boolean redacted, String dialect) {
    return dialects.speaking(dialect).show(statement(image, connection), redacted);
  }

  /// A dialect's word for the type of a connection.
  public String typeWord(Connection connection, String dialect) {
    return dialects.speaking(dialect).typeWord(connection.type());
  }

  /// The open options as SingleStore's CONFIG.
  public String config(Image image, Connection connection) {
    return new LinkConfig(image, connection, connectors.find(connection.type())).text();
  }

  /// The statement that would make a function again.
  String text(Image image, ExternalFunction function) {
    return dialects
            .speaking(function.dialect())
            .format(
                new FunctionStatement.CreateFunction(
                    inSchema(function.name()),
                    false,
                    function.parameters(),
                    function.returns(),
                    function.storage().uri(),
                    function.storage().isOwn()
                        ? new StorageClause.Inline(List.of())
                        : new StorageClause.Named(
                            inSchema(image.get(function.storage().connection()).name())),
                    function.dialect()))
        + ";";
  }

  private Statement.CreateConnection statement(Image image, Connection connection) {
    List<OptionEdit.Set> options = new ArrayList<>();
    for (String key : orderedKeys(connection)) {
      value(image, connection, key)
          .ifPresent(literal -> options.add(new OptionEdit.Set(key, literal, 0)));
    }
    return new Statement.CreateConnection(
        written(connection.name()),
        false,
        connection.type(),
        options,
        connection.header().comment(),
        Optional.empty(),
        connection.dialect(),
        Optional.of(new LinkText(config(image, connection), Set.of())));
  }

  /// The statement that would make a table as it is now, in the dialect that made it. What was typed
  /// for its own connection is stars where it may be secret.
  ///
  /// @param current the schema that need not be named
  public String text(Image image, ExternalTable table, String current) {
    String schema = table.name().schema();
    Statement.CreateTable create =
        new Statement.CreateTable(
            new ObjectName(
                null, schema.equals(current) ? null : schema, table.name().object(), 0),
            false,
            false,
            table.columns(),
            table.storage().uri(),
            clause(image, table, current),
            new FormatClause(Optional.of(table.format().name()), table.format().options()),
            table.readOnly(),
            table.header().comment(),
            Optional.empty(),
            table.dialect());
    return dialects.speaking(table.dialect()).format(create);
  }

  private StorageClause clause(Image image, ExternalTable table, String current) {
    StorageUse use = table.storage();
    Connection connection = image.connection(use.connection()).orElseThrow();
    if (!use.isOwn()) {
      Name name = connection.name();
      String schema = name.schema().equals(current) ? null : name.schema();
      return new StorageClause.Named(new ObjectName(null, schema, name.object(), 0));
    }
    StorageType<?> type = connectors.storageType(connection.type());
    Connection placed = PlacedConnection.of(use, connection, type);
    Set<String> inUri = type.place(use.uri(), new Problems()).values().keySet();
    return new StorageClause.Inline(
        statement(image, placed).options().stream()
            .filter(option -> !inUri.contains(option.key()))
            .map(option -> starred(image, connection, option))
            .toList());
  }

  private static OptionEdit.Set starred(Image image, Connection own, OptionEdit.Set option) {
    boolean isTyped =
        own.options().get(option.key()).orElse(null) instanceof OptionValue.SecretUse use
            && image
                .secret(use.secret())
                .filter(secret -> secret.partOf().equals(Optional.of(own.id())))
                .isPresent();
    return isTyped
        ? new OptionEdit.Set(
            option.key(), new OptionLiteral.Confidential(SecretBytes.of("")), 0)
        : option;
  }

  /// The option table's order; keys of a connector that is missing come as they are stored.
  private Set<String> orderedKeys(Connection connection) {
    Set<String> keys = new LinkedHashSet<>();
    connectors
        .find(connection.type())
        .map(ConnectorType::options)
        .orElse(List.of())
        .forEach((OptionSpec spec) -> keys.add(spec.key()));
    for (int i = 1; i <= connection.keys().size(); i++) {
      keys.add(PUBLIC_KEY + i);
    }
    keys.addAll(connection.options().values().keySet());
    return keys;
  }

  private static Optional<OptionLiteral> value(Image image, Connection connection, String key) {
    Optional<OptionValue> stored = connection.options().get(key);
    if (stored.isPresent()) {
      return Optional.of(literal(image, stored.get()));
    }
    for (int i = 1; i <= connection.keys().size(); i++) {
      if (key.equals(PUBLIC_KEY + i)) {
        return Optional.of(new OptionLiteral.Text(connection.keys().get(i - 1).publicKey()));
      }
    }
    return Optional.empty();
  }

  private static OptionLiteral literal(Image image, OptionValue value) {
    return switch (value) {
      case OptionValue.Text(String text) -> new OptionLiteral.Text(text);
      case OptionValue.Num(long number) -> new OptionLiteral.Digits(Long.toString(number));
      case OptionValue.Flag(boolean flag) -> new OptionLiteral.Flag(flag);
      case OptionValue.Items(List<OptionValue> values) ->
          new OptionLiteral.Items(values.stream().map(item -> literal(image, item)).toList());
      case OptionValue.Group(var parts) -> {
        TreeMap<String, OptionLiteral> literals = new TreeMap<>();
        parts.forEach((part, item) -> literals.put(part, literal(image, item)));
        yield new OptionLiteral.Group(literals);
      }
      case OptionValue.SecretUse(ObjectId id, Optional<Integer> version) ->
          new OptionLiteral.SecretName(written(image.get(id).name()), version);
      case OptionValue.ConnectionUse(ObjectId id) ->
          new OptionLiteral.Word(written(image.get(id).name()));
    };
  }

  private static ObjectName inSchema(Name name) {
    return new ObjectName(null, name.schema(), name.object(), 0);
  }

  private static ObjectName written(Name name) {
    return new ObjectName(Name.DATABASE, name.schema(), name.object(), 0);
  }
}
