package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.base.Refusal;
import io.fairlead.command.Placement.Found;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.PlacedConnection;
import io.fairlead.connector.PlaceType;
import io.fairlead.connector.StorageType;
import io.fairlead.model.Connection;
import io.fairlead.model.Options;
import io.fairlead.model.StorageUse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where files are, and whose credentials may be used there. Pure.
public final class PlaceRules {
  private final Connectors connectors;

  public PlaceRules(Connectors connectors) {
    this.connectors = connectors;
  }

  /// Refuses what is no place for files, such as a topic.
  void mustHoldFiles(String uri) {
    var _ = connectors.storage(uri);
  }

  /// A new place. Whoever only uses the connection may not send its credentials elsewhere than where
  /// it says itself.
  StorageUse use(String uri, Found found, Actor actor) {
    Connection connection = found.connection();
    PlaceType<?> type = type(uri, connection);
    Options place = PlacedConnection.place(inUri(type, uri), connection.options(), type);
    return checked(
        new StorageUse(uri, place, connection.id(), found.isOwn(), Optional.empty()),
        found,
        actor,
        type);
  }

  /// The same place with other credentials.
  StorageUse moved(StorageUse before, Found found, Actor actor) {
    return checked(
        before.withConnection(found.connection().id(), found.isOwn()),
        found,
        actor,
        type(before.uri(), found.connection()));
  }

  /// That of the connection, which must be the one that the URI needs.
  private PlaceType<?> type(String uri, Connection connection) {
    PlaceType<?> needed = connectors.place(uri);
    if (!connection.type().equals(needed.name())) {
      throw Refusal.of(
          ProblemKind.INVALID_OPTION,
          "protocol from connection_name="
              + connection.name().object()
              + " ("
              + connectors
                  .find(connection.type())
                  .map(StorageType::wordOf)
                  .orElse(connection.type())
              + ") not match with uri protocol ("
              + StorageType.wordOf(needed)
              + ").");
    }
    return needed;
  }

  private static StorageUse checked(
      StorageUse use, Found found, Actor actor, PlaceType<?> type) {
    mustConfigure(type, PlacedConnection.of(use, found.connection(), type));
    mustMeanSamePlace(differences(use, found.connection(), type), found, actor);
    return use;
  }

  private static Options inUri(PlaceType<?> type, String uri) {
    Problems problems = new Problems();
    Options inUri = type.place(uri, problems);
    problems.throwIfAny();
    return inUri;
  }

  private static <C extends Record> void mustConfigure(PlaceType<C> type, Connection placed) {
    Problems problems = new Problems();
    C config = type.configure(placed.options(), problems);
    problems.throwIfAny();
    type.checkPlace(config, problems);
    problems.throwIfAny();
  }

  private static void mustMeanSamePlace(List<String> differences, Found found, Actor actor) {
    if (!differences.isEmpty() && !Rights.access(found.image(), actor).owns(found.connection())) {
      throw Problem.of(
              ProblemKind.FORBIDDEN,
              "connection \""
                  + found.connection().name().object()
                  + "\" is for another place: "
                  + spelled(differences))
          .withHint("Only its owner may use its credentials elsewhere.")
          .refusal();
    }
  }

  private static List<String> differences(
      StorageUse use, Connection connection, PlaceType<?> type) {
    return PlacedConnection.differences(
        use.place(), inUri(type, use.uri()), connection.options(), type);
  }

  private static String spelled(List<String> keys) {
    return keys.stream().map(OptionSpec::spelling).collect(Collectors.joining(", "));
  }

  /// What the connection says of another place, and is not taken from it.
  List<Problem> notices(StorageUse use, Connection connection) {
    List<String> differences =
        differences(use, connection, connectors.placeType(connection.type()));
    return differences.isEmpty()
        ? List.of()
        : List.of(
            Problem.of(
                ProblemKind.DONE,
                "only credentials are taken from connection \""
                    + connection.name().object()
                    + "\": "
                    + spelled(differences)
                    + (differences.size() == 1 ? " stays" : " stay")
                    + " as before"));
  }
}
