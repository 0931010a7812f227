package io.fairlead.sql.singlestore;

import io.fairlead.base.ProblemKind;
import io.fairlead.model.Kind;
import io.fairlead.model.PipelineState;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.LinkEdits;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PipelineForgotten;
import io.fairlead.sql.PipelineOffsets;
import io.fairlead.sql.PipelineSettings;
import io.fairlead.sql.PipelineStatement;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.WithClause;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Statements about pipelines.
final class PipelineStatements implements Family {
  private static final String NAME = "the name of a pipeline";
  private static final Pattern OFFSETS =
      Pattern.compile("[{]\\s*(\"[0-9]{1,9}\"\\s*:\\s*[0-9]{1,18}\\s*,?\\s*)*[}]");
  private static final Pattern OFFSET = Pattern.compile("\"(\\d+)\"\\s*:\\s*(\\d+)");

  private final LinkTypes types;

  PipelineStatements(LinkTypes types) {
    this.types = types;
  }

  @Override
  public Optional<? extends Statement> read(TokenReader in) {
    if (in.at("CREATE")) {
      return CreatePipelineGrammar.read(in, types);
    }
    if (in.accept("ALTER", "PIPELINE")) {
      return Optional.of(alter(in));
    }
    if (in.accept("DROP", "PIPELINE")) {
      return Optional.of(ObjectGrammar.drop(in, Kind.PIPELINE));
    }
    if (in.atOneOf("START", "STOP", "DETACH")) {
      return run(in);
    }
    if (in.accept("TEST", "PIPELINE")) {
      return Optional.of(test(in));
    }
    if (in.accept("PROFILE", "PIPELINE")) {
      return Optional.of(new PipelineStatement.ProfilePipeline(in.objectName(NAME)));
    }
    if (in.accept("CLEAR", "PIPELINE", "ERRORS")) {
      return Optional.of(new PipelineStatement.ClearPipelineErrors(in.objectName(NAME)));
    }
    return in.at("SHOW") ? show(in) : Optional.empty();
  }

  private static Optional<Statement> run(TokenReader in) {
    if (in.accept("START", "ALL", "PIPELINES")) {
      return all(PipelineState.RUNNING, false);
    }
    if (in.accept("START", "FAILED", "PIPELINES")) {
      return all(PipelineState.RUNNING, true);
    }
    if (in.accept("STOP", "ALL", "PIPELINES")) {
      return all(PipelineState.STOPPED, false);
    }
    if (in.accept("START", "PIPELINE")) {
      return Optional.of(start(in));
    }
    if (in.accept("STOP", "PIPELINE")) {
      boolean lenient = in.accept("IF", "RUNNING");
      ObjectName name = in.objectName(NAME);
      boolean detach = in.accept("DETACH");
      return one(name, detach ? PipelineState.DETACHED : PipelineState.STOPPED, lenient);
    }
    if (in.accept("DETACH", "PIPELINE")) {
      boolean lenient = in.accept("IF", "EXISTS");
      return one(in.objectName(NAME), PipelineState.DETACHED, lenient);
    }
    return Optional.empty();
  }

  private static Statement start(TokenReader in) {
    boolean lenient = in.accept("IF", "NOT", "RUNNING");
    ObjectName name = in.objectName(NAME);
    if (!in.accept("FOREGROUND")) {
      return one(name, PipelineState.RUNNING, lenient).orElseThrow();
    }
    Optional<Integer> batches = Optional.empty();
    if (in.accept("LIMIT")) {
      batches = Optional.of(in.positive("a number of batches"));
      in.expect("BATCHES");
    }
    return new PipelineStatement.LoadPipeline(name, batches);
  }

  private static Optional<Statement> all(PipelineState state, boolean onlyFailed) {
    return Optional.of(
        new PipelineStatement.SetPipelineState(Optional.empty(), state, onlyFailed, true));
  }

  private static Optional<Statement> one(
      ObjectName name, PipelineState state, boolean lenient) {
    return Optional.of(
        new PipelineStatement.SetPipelineState(Optional.of(name), state, false, lenient));
  }

  private static Statement test(TokenReader in) {
    ObjectName name = in.objectName(NAME);
    return new PipelineStatement.TestPipeline(
        name, in.accept("LIMIT") ? in.positive("a number of rows") : 1);
  }

  private static Optional<Statement> show(TokenReader in) {
    if (in.accept("SHOW", "PIPELINES")) {
      boolean named = in.accept("IN") || in.accept("FROM") || in.accept("ON");
      return Optional.of(
          new PipelineStatement.ShowPipelines(
              named ? Optional.of(in.identifier("the name of a database")) : Optional.empty()));
    }
    if (in.accept("SHOW", "PROFILE", "PIPELINE")) {
      return Optional.of(new PipelineStatement.ShowProfilePipeline(in.objectName(NAME)));
    }
    if (!in.accept("SHOW", "CREATE", "PIPELINE")) {
      return Optional.empty();
    }
    ObjectName name = in.objectName(NAME);
    boolean extended = in.accept("EXTENDED");
    return Optional.of(new PipelineStatement.ShowCreatePipeline(name, extended));
  }

  private static Statement alter(TokenReader in) {
    ObjectName name = in.objectName(NAME);
    if (in.accept("DROP")) {
      return altered(name, PipelineSettings.NONE, null, null, null, forgotten(in));
    }
    if (in.atOneOf("FIELDS", "COLUMNS", "LINES")) {
      PipelineFormat lines = PipelineFormat.lines(in);
      FormatClause clause = new FormatClause(Optional.of(lines.name()), lines.options());
      return altered(name, PipelineSettings.NONE, null, clause, null, null);
    }
    if (in.accept("STOP_ON_ERROR")) {
      in.acceptSymbol("=");
      PipelineSettings settings = PipelineSettingGrammar.stopOnError(in);
      return altered(name, settings, null, null, null, null);
    }
    if (in.at("SET", "CONFIG") || in.at("SET", "CREDENTIALS")) {
      return source(in, name);
    }
    in.expect("SET");
    if (in.accept("OFFSETS")) {
      return altered(name, PipelineSettings.NONE, null, null, offsets(in), null);
    }
    if (in.accept("LINK")) {
      ObjectName link = in.objectName("the name of a link");
      return altered(name, PipelineSettings.NONE, link, null, null, null);
    }
    PipelineSettings settings = PipelineSettings.NONE;
    boolean any = false;
    while (PipelineSettingGrammar.at(in)) {
      settings = PipelineSettingGrammar.read(in, settings);
      any = true;
    }
    if (!any) {
      throw in.problem(
          ProblemKind.NOT_SUPPORTED,
          "ALTER PIPELINE sets OFFSETS, LINK, CONFIG, CREDENTIALS, BATCH_INTERVAL, MAX_PARTITIONS_PER_BATCH,"
              + " MAX_RETRIES_PER_BATCH_PARTITION and MAX_OFFSETS_PER_BATCH_PARTITION");
    }
    return altered(name, settings, null, null, null, null);
  }

  private static Statement source(TokenReader in, ObjectName name) {
    LinkEdits edits = TypedLinkGrammar.edits(in);
    WithClause with = WithClause.read(in, WithClause.ALTER);
    return new PipelineStatement.AlterPipelineSource(
        name, edits, with.validate(), with.overlap(), SingleStoreDialect.NAME);
  }

  private static Statement altered(
      ObjectName name,
      PipelineSettings settings,
      @Nullable ObjectName link,
      @Nullable FormatClause lines,
      @Nullable PipelineOffsets offsets,
      @Nullable PipelineForgotten forgotten) {
    return new PipelineStatement.AlterPipeline(
        name,
        settings,
        Optional.ofNullable(link),
        Optional.ofNullable(lines),
        Optional.ofNullable(offsets),
        Optional.ofNullable(forgotten));
  }

  private static PipelineForgotten forgotten(TokenReader in) {
    if (in.accept("FILE")) {
      return new PipelineForgotten.File(in.text("the name of a file"));
    }
    if (in.accept("ORPHAN", "FILES")) {
      return new PipelineForgotten.OrphanFiles();
    }
    if (in.accept("ORPHAN", "PARTITIONS")) {
      return new PipelineForgotten.OrphanPartitions();
    }
    in.expect("PARTITION");
    Token written = in.next();
    if (!written.text().matches("[0-9]{1,9}")) {
      throw in.problem(ProblemKind.SYNTAX, "a partition is a number from 0, such as '3'");
    }
    return new PipelineForgotten.Partition(Integer.parseInt(written.text()));
  }

  private static PipelineOffsets offsets(TokenReader in) {
    if (in.accept("EARLIEST")) {
      return new PipelineOffsets.Earliest();
    }
    if (in.accept("LATEST")) {
      return new PipelineOffsets.Latest();
    }
    if (in.peek().kind() != Token.Kind.TEXT) {
      throw in.unexpected("EARLIEST, LATEST or offsets as JSON");
    }
    String json = in.text("offsets");
    SortedMap<Integer, Long> next = new TreeMap<>();
    String inside = json.strip();
    if (!OFFSETS.matcher(inside).matches()) {
      throw in.problem(
          ProblemKind.INVALID_OPTION,
          "offsets are JSON such as '{\"0\": 100}', an offset by the number of its partition");
    }
    Matcher pair =
        OFFSET.matcher(inside);
    while (pair.find()) {
      next.put(Integer.valueOf(pair.group(1)), Long.valueOf(pair.group(2)));
    }
    return new PipelineOffsets.At(next);
  }

  @Override
  public Optional<String> write(Statement statement) {
    return statement instanceof PipelineStatement pipeline
        ? Optional.of(new PipelineText(types).of(pipeline))
        : Optional.empty();
  }
}
