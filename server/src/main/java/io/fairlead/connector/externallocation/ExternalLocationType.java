package io.fairlead.connector.externallocation;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.IdentityType;
import io.fairlead.connector.LocationType;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Connections of type `external-location`.
public final class ExternalLocationType implements LocationType<ExternalLocationConfig> {
  private static final String URL = "url";
  private static final String IDENTITY = "storage_credential";
  private static final String REGION = "region";

  /// The storage that may be somebody else's than the vendor's. Whoever may use a credential names the
  /// place, so that what is sent there must give nothing away: a signature made with an access key does
  /// not, but a token of Google's or a shared access signature of Azure's would.
  private static final String ANYWHERE = "s3";

  /// What that storage is told as it stands here.
  private static final List<String> PASSED_ON = List.of("endpoint", "path_style", REGION);

  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(
                  URL, Shape.TEXT, "Where it is: s3://…, gs://…, abfss://… or file:///….")
              .needed(),
          OptionSpec.of(
              IDENTITY,
              Shape.CONNECTION,
              "The storage credential that signs in; without one only what is open to everybody"
                  + " can be read."),
          OptionSpec.of(
              "endpoint", Shape.TEXT, "The URL of a service in the place of Amazon's own, for s3://."),
          OptionSpec.of(
              "path_style",
              Shape.FLAG,
              "Whether the bucket stands in the path, which is so by default with an ENDPOINT."),
          OptionSpec.of(REGION, Shape.TEXT, "The bucket's region; else the credential's."),
          SharedOptions.timeout());

  private final List<ConnectorType<?>> storages;
  private final List<IdentityType<?>> identities;

  /// @param storages the types of storage that URLs lead to
  /// @param identities the types of storage credentials
  public ExternalLocationType(
      List<ConnectorType<?>> storages, List<IdentityType<?>> identities) {
    this.storages = List.copyOf(storages);
    this.identities = List.copyOf(identities);
  }

  @Override
  public String name() {
    return "external-location";
  }

  @Override
  public List<String> spellings() {
    return List.of("EXTERNAL LOCATION");
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  @Override
  public boolean validatesByDefault() {
    return false;
  }

  @Override
  public ExternalLocationConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    reader.checkBounds();
    Optional<LocationUrl> url =
        options.text(URL).flatMap(text -> LocationUrl.read(text, problems));
    if (url.isEmpty()) {
      return new ExternalLocationConfig("", Options.NONE, Optional.empty());
    }
    ConnectorType<?> storage = storage(url.get().storage());
    for (String key : PASSED_ON) {
      if (options.has(key) && !storage.name().equals(ANYWHERE)) {
        problems.add(
            ProblemKind.INVALID_OPTION,
            "locations of type " + storage.name() + " do not have " + OptionSpec.spelling(key));
      }
    }
    Options place =
        url.get().place().with(options.only(PASSED_ON.toArray(String[]::new)));
    storage.configure(place, problems);
    return new ExternalLocationConfig(
        storage.name(), place, reader.connection(IDENTITY));
  }

  @Override
  public Optional<String> url(Options options) {
    return options.text(URL);
  }

  @Override
  public Optional<ObjectId> identity(Options options) {
    return new OptionReader(options, new Problems()).connection(IDENTITY);
  }

  @Override
  public Options furtherOptions(Options options) {
    return options.without(URL).without(IDENTITY);
  }

  private ConnectorType<?> storage(String name) {
    return storages.stream().filter(type -> type.name().equals(name)).findFirst().orElseThrow();
  }

  /// The credential has to be one for this storage, and both together a valid definition.
  @Override
  public void checkUses(
      Options options, Function<ObjectId, Connection> connections, Problems problems) {
    ExternalLocationConfig config = configure(options, problems);
    if (config.identity().isEmpty()) {
      return;
    }
    Connection identity = connections.apply(config.identity().get());
    Optional<Options> signIn = signIn(config, identity);
    if (signIn.isEmpty()) {
      problems.add(notFor(config, identity));
    } else if (mixesRegions(config, signIn.get())) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "invalid REGION: the role of \""
                      + identity.name().object()
                      + "\" signs for another region")
              .withHint("A role needs a storage credential for each region."));
    } else {
      storage(config.storage()).configure(signIn.get().with(config.place()), problems);
    }
  }

  private static boolean mixesRegions(ExternalLocationConfig config, Options signIn) {
    return signIn.has("aws_connection")
        && config.place().has(REGION)
        && !config.place().get(REGION).equals(signIn.get(REGION));
  }

  private static Problem notFor(ExternalLocationConfig config, Connection identity) {
    return Problem.of(
            ProblemKind.WRONG_OBJECT_KIND,
            "connection \""
                + identity.name().object()
                + "\" is not a storage credential for "
                + config.storage())
        .withHint("SHOW STORAGE CREDENTIALS lists those that there are.");
  }

  private Optional<Options> signIn(ExternalLocationConfig config, Connection identity) {
    return identities.stream()
        .filter(type -> type.name().equals(identity.type()))
        .findFirst()
        .flatMap(type -> type.signIn(config.storage(), identity));
  }

  /// What the storage's own type tries at this place.
  @Override
  public void probe(ExternalLocationConfig config, Attempt attempt) throws StepFailed {
    Options signIn = Options.NONE;
    if (config.identity().isPresent()) {
      Connection identity = attempt.connection(config.identity().get());
      signIn =
          signIn(config, identity)
              .orElseThrow(() -> new StepFailed(notFor(config, identity).message()));
    }
    probe(storage(config.storage()), signIn.with(config.place()), attempt);
  }

  private static <C extends Record> void probe(
      ConnectorType<C> storage, Options options, Attempt attempt) throws StepFailed {
    Problems problems = new Problems();
    C config = storage.configure(options, problems);
    problems.throwIfAny();
    storage.probe(config, attempt);
  }
}
