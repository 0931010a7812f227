package io.fairlead.session;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.Step;
import io.fairlead.command.Actor;
import io.fairlead.command.Commands;
import io.fairlead.command.Prepared;
import io.fairlead.engine.Engine;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.View;
import io.fairlead.model.Kind;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Role;
import io.fairlead.model.Touch;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Dialects;
import io.fairlead.sql.PipelineStatement;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Sink;
import io.fairlead.sql.Splitter;
import io.fairlead.sql.FunctionStatement;
import io.fairlead.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A session over the catalog, its commands and the engine.
final class ClientSession implements Session {
  private final Catalog catalog;
  private final Commands commands;
  private final Manners manners;
  private final Dialects dialects;
  private final Engine engine;
  private final InstantSource clock;
  private final ObjectId role;
  private final String roleName;
  private final Settings settings;
  private final Cancellation cancellation;
  private final OpenSessions others;
  private final Consumer<ClientSession> onClose;
  private final StatementTexts texts;
  private final Transactions transactions;
  private final Diagnostics diagnostics = new Diagnostics();
  private boolean closed;
  private @Nullable EngineSession engineSession;
  private @Nullable QueryPortal openQuery;

  ClientSession(
      Catalog catalog,
      Commands commands,
      Manners manners,
      Engine engine,
      InstantSource clock,
      Timeouts timeouts,
      Role role,
      Settings settings,
      OpenSessions others,
      Consumer<ClientSession> onClose) {
    this.catalog = catalog;
    this.commands = commands;
    this.manners = manners;
    this.dialects = manners.dialects();
    this.transactions = new Transactions(this, catalog, manners.statementsCommit());
    this.texts = new StatementTexts(dialects, settings);
    this.engine = engine;
    this.clock = clock;
    this.role = role.id();
    this.roleName = role.name().object();
    this.settings = settings;
    this.cancellation = new Cancellation(timeouts);
    this.others = others;
    this.onClose = onClose;
  }

  @Override
  public void run(String text, Sink sink) {
    List<Splitter.Part> parts = texts.split(text);
    boolean several = parts.size() > 1 && !manners.statementsCommit();
    for (Splitter.Part part : parts) {
      try {
        StatementPlan plan = read(part.text());
        if (several && !(plan.statement() instanceof Statement.Begin)) {
          transactions.openText();
        }
        try (Portal portal = bind(plan, List.of())) {
          portal.fetch(0, sink);
        }
      } catch (Refusal refusal) {
        fail();
        transactions.endText();
        throw told(refusal, part);
      } catch (RuntimeException bug) {
        fail();
        transactions.endText();
        throw bug;
      }
    }
    transactions.endText();
  }

  @Override
  public int statements(String text) {
    return texts.split(text).size();
  }

  /// What the client is told of a refused statement, which SHOW WARNINGS knows too.
  private Refusal told(Refusal refusal, Splitter.Part part) {
    Refusal shown = texts.shifted(refusal, part.offset());
    diagnostics.error(shown.problem());
    return shown;
  }

  private StatementPlan read(String text) {
    Dialects.Read read = texts.read(text, image());
    String schema = settings.schema();
    Statement statement =
        switch (read.statement()) {
          case Statement.AboutSchema about -> answers().query(about, schema);
          case PipelineStatement.ShowPipelines show -> show.in(schema);
          case Statement other -> ExternalTableText.read(other, image(), schema, new TableNames(this)::isLocal);
        };
    if (!(statement instanceof Statement.ShowRemarks)) {
      diagnostics.clear();
    }
    return new StatementPlan(
        statement, read.dialect(), commands.bind(statement).orElse(null), List.of());
  }

  @Override
  public Plan plan(String text, List<ColumnType> types) {
    List<Splitter.Part> parts = texts.split(text);
    if (parts.size() > 1) {
      throw Refusal.of(
          ProblemKind.SYNTAX, "cannot insert multiple commands into a prepared statement");
    }
    if (parts.isEmpty()) {
      return StatementPlan.EMPTY;
    }
    Splitter.Part part = parts.getFirst();
    try {
      StatementPlan plan = read(part.text());
      if (plan.statement() instanceof Statement.Query(String query)) {
        transactions.mustNotHaveFailed(plan);
        park();
        return plan.described(engineSession().describe(query, types, view()));
      }
      if (plan.statement() instanceof Statement.StagedQuery query) {
        transactions.mustNotHaveFailed(plan);
        park();
        return plan.described(
            plan.voicing(() -> cancellable(() -> engineSession().describe(query, view()))));
      }
      if (plan.statement() instanceof Statement.FileStatement files) {
        transactions.mustNotHaveFailed(plan);
        park();
        return plan.described(
            plan.voicing(() -> engineSession().describe(files, types, view())));
      }
      return plan.withParameters(types);
    } catch (Refusal refusal) {
      throw told(refusal, part);
    }
  }

  @Override
  public Portal bind(Plan plan, List<@Nullable Object> values) {
    StatementPlan bound = (StatementPlan) plan;
    if (bound.isEmpty()) {
      return ReplyPortal.EMPTY;
    }
    if (bound.statement() instanceof Statement.Query
        || bound.statement() instanceof Statement.StagedQuery
        || bound.statement() instanceof Statement.FileStatement) {
      return new QueryPortal(this, bound, values);
    }
    return new ReplyPortal(
        bound.columns(), this::isWanted, sink -> execute(bound, values, sink));
  }

  private boolean isWanted(Problem remark) {
    diagnostics.remark(remark);
    return settings.wants(remark);
  }

  private Reply execute(StatementPlan plan, List<@Nullable Object> values, Sink sink) {
    transactions.mustNotHaveFailed(plan);
    try {
      return switch (plan.statement()) {
        case Statement.Begin begin -> transactions.begin(begin);
        case Statement.Commit _ -> transactions.commit();
        case Statement.Rollback _ -> transactions.rollback();
        case Statement.SetVariable set -> {
          Reply reply = variables().set(set, sink);
          transactions.endUnwanted();
          yield reply;
        }
        case Statement.SessionStatement own -> {
          Reply reply = answers().of(own, sink);
          transactions.endUnwanted();
          yield reply;
        }
        case Statement.ResetAll _ -> variables().resetAll(sink);
        case Statement.ShowVariable show -> variables().show(show);
        case Statement.Deallocate(Optional<String> name) -> {
          sink.deallocate(name);
          yield Reply.done(name.isPresent() ? "DEALLOCATE" : "DEALLOCATE ALL");
        }
        case Statement.CreateTable create -> new TableMaking(this).make(create, values);
        case Statement.DescribeTable describe -> new TableShowing(this, plan).describe(describe);
        case Statement.ShowCreateTable show -> new TableShowing(this, plan).create(show);
        case PipelineStatement.CreateSource create ->
            new SourceMaking(this, engine).make(create, values);
        case PipelineStatement.DropSource _ -> new SourceMaking(this, engine).drop(plan, values);
        case Statement.Drop drop when drop.kind() == Kind.SCHEMA ->
            new SchemaDropping(this, plan, values).drop(drop.cascade());
        case Statement.DropOwned drop ->
            new SchemaDropping(this, plan, values).drop(drop.cascade());
        case FunctionStatement.CreateFunction create -> new FunctionMaking(this).make(create, values);
        default -> change(plan, () -> prepare(plan.command(), values));
      };
    } catch (Refusal refusal) {
      fail();
      diagnostics.error(refusal.problem());
      throw refusal;
    }
  }

  private SessionAnswers answers() {
    return new SessionAnswers(this, variables(), diagnostics, others);
  }

  private SettingStatements variables() {
    return new SettingStatements(settings, dialects);
  }

  /// A statement that another one stands for, or takes back.
  StatementPlan planned(Statement statement, String dialect) {
    return new StatementPlan(
        statement,
        dialects.speaking(dialect),
        commands.bind(statement).orElseThrow(),
        List.of());
  }

  boolean isInBlock() {
    return transactions.state() != Transaction.NONE;
  }

  /// A statement of the catalog. When it is refused, the audit is told.
  Reply change(StatementPlan plan, Supplier<Prepared> prepare) {
    try {
      return carryOut(plan, prepare);
    } catch (Refusal refusal) {
      Refused.of(plan.statement(), settings.schema(), now(), refusal.problem())
          .ifPresent(catalog::refused);
      throw plan.dialect().voiced(refusal.problem()).refusal();
    }
  }

  /// Prepared, then decided in the block or by the catalog's writer.
  private Reply carryOut(StatementPlan plan, Supplier<Prepared> prepare) {
    String dialect = plan.dialect().name();
    Block open = transactions.forCatalog(plan);
    if (open == null) {
      return CatalogStatements.carryOut(
          catalog, roleName, dialect, plan.redacted(), prepare);
    }
    return switch (prepare.get()) {
      case Prepared.Answer(Reply reply) -> reply;
      case Prepared.Change(Step<Reply> step) ->
          open.add(new Block.Part(step, dialect, plan.redacted(), prepare), now());
    };
  }

  Touch now() {
    return new Touch(clock.instant(), roleName);
  }

  Prepared prepare(Commands.Bound command, List<@Nullable Object> values) {
    return cancellation.during(
        settings.statementTimeout(),
        Thread.currentThread()::interrupt,
        () -> command.prepare(actor(), image(), values));
  }

  private Actor actor() {
    return new Actor(role, roleName, settings.schema(), settings.pipelinesFollow());
  }

  Image image() {
    return transactions.image();
  }

  View view() {
    return new View(image(), role, settings.schema(), settings.all());
  }

  // What a query portal asks of its session.

  EngineSession engineSession() {
    EngineSession open = engineSession;
    if (open == null) {
      open = engine.open();
      engineSession = open;
    }
    return open;
  }

  /// Starts the query of a portal, in the engine's transaction when there is a block.
  EngineSession.Cursor start(
      QueryPortal portal,
      Statement statement,
      List<ColumnType> types,
      List<@Nullable Object> values) {
    park();
    transactions.join(statement);
    transactions.openEngine();
    EngineSession session = engineSession();
    EngineSession.Cursor cursor =
        cancellable(
            () ->
                switch (statement) {
                  case Statement.FileStatement files ->
                      session.run(files, types, values, view());
                  case Statement.StagedQuery query -> session.run(query, view());
                  default ->
                      session.run(((Statement.Query) statement).text(), types, values, view());
                });
    openQuery = portal;
    return cursor;
  }

  Transactions transactions() {
    return transactions;
  }

  <T> T cancellable(Supplier<T> work) {
    return cancellation.during(settings.statementTimeout(), engineSession()::cancel, work);
  }

  void ended(QueryPortal portal) {
    if (openQuery == portal) {
      openQuery = null;
    }
  }

  /// The engine runs one query at a time: the rest of a half-read one moves to memory.
  void park() {
    QueryPortal open = openQuery;
    if (open != null) {
      openQuery = null;
      open.park();
    }
  }

  void closeQuery() {
    QueryPortal open = openQuery;
    if (open != null) {
      openQuery = null;
      open.close();
    }
  }

  @Override
  public void batch() {
    transactions.openText();
  }

  @Override
  public void sync() {
    transactions.endText();
  }

  @Override
  public void fail() {
    transactions.fail();
  }

  @Override
  public String schema() {
    return settings.schema();
  }

  @Override
  public void use(String schema) {
    settings.use(Schemas.mustExist(image(), schema));
  }

  @Override
  public boolean isAutocommit() {
    return settings.isAutocommit();
  }

  @Override
  public void kill(int session, boolean whole) {
    others.kill(session, whole, roleName, isSuperuser());
  }

  String roleName() {
    return roleName;
  }

  /// From any thread.
  boolean isRunning() {
    return cancellation.isRunning();
  }

  long secondsOpen(Instant since) {
    return Duration.between(since, clock.instant()).toSeconds();
  }

  boolean isSuperuser() {
    return catalog.image().role(role).map(Role::superuser).orElse(false);
  }

  @Override
  public Transaction transaction() {
    return transactions.state();
  }

  @Override
  public Map<String, String> reportedSettings() {
    return settings.reported();
  }

  @Override
  public void cancel() {
    cancellation.cancel();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      closeQuery();
      Optional.ofNullable(engineSession).ifPresent(EngineSession::close);
    } finally {
      onClose.accept(this);
    }
  }
}
