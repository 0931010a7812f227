package io.fairlead.session;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.Proposal;
import io.fairlead.catalog.Step;
import io.fairlead.command.Actor;
import io.fairlead.command.Commands;
import io.fairlead.command.Prepared;
import io.fairlead.engine.Engine;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.View;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Role;
import io.fairlead.model.Touch;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Dialects;
import io.fairlead.sql.Lexis;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Sink;
import io.fairlead.sql.Splitter;
import io.fairlead.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
  private final Diagnostics diagnostics = new Diagnostics();
  private boolean closed;
  private @Nullable EngineSession engineSession;
  private @Nullable Block block;
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
    mustBeShort(text);
    List<Splitter.Part> parts = lexis().split(text);
    boolean several = parts.size() > 1 && !manners.statementsCommit();
    for (Splitter.Part part : parts) {
      try {
        StatementPlan plan = read(part.text());
        if (several && block == null && !(plan.statement() instanceof Statement.Begin)) {
          block = new Block(catalog.image(), Block.Origin.TEXT, false);
        }
        try (Portal portal = bind(plan, List.of())) {
          portal.fetch(0, sink);
        }
      } catch (Refusal refusal) {
        fail();
        endImplicitBlock();
        Refusal shown = shifted(refusal, part.offset());
        diagnostics.error(shown.problem());
        throw shown;
      } catch (RuntimeException bug) {
        fail();
        endImplicitBlock();
        throw bug;
      }
    }
    endImplicitBlock();
  }

  @Override
  public int statements(String text) {
    mustBeShort(text);
    return lexis().split(text).size();
  }

  private Lexis lexis() {
    return dialects.lexis(settings.get(Settings.DIALECT));
  }

  private Refusal shifted(Refusal refusal, int offset) {
    Problem problem = refusal.problem();
    if (!lexis().equals(Lexis.STANDARD)) {
      // It may point into another spelling of the statement.
      return problem.at(0).refusal();
    }
    return problem.position() == 0 || offset == 0
        ? refusal
        : problem.at(problem.position() + offset).refusal();
  }

  private static void mustBeShort(String text) {
    if (text.length() > Limits.STATEMENT_CHARACTERS) {
      throw Refusal.of(
          ProblemKind.TOO_LARGE,
          "statement is longer than " + Limits.STATEMENT_CHARACTERS + " characters");
    }
  }

  private StatementPlan read(String text) {
    Dialects.Read read =
        StoredTableText.read(
            text, dialects, settings.get(Settings.DIALECT), image(), settings.schema());
    Statement statement =
        read.statement() instanceof Statement.AboutSchema about
            ? query(about)
            : ExternalTableText.read(read.statement(), image(), settings.schema());
    if (!(statement instanceof Statement.ShowRemarks)) {
      diagnostics.clear();
    }
    return new StatementPlan(
        statement, read.dialect(), commands.bind(statement).orElse(null), List.of());
  }

  private Statement query(Statement.AboutSchema about) {
    String schema =
        about.schema().map(name -> Schemas.mustExist(image(), name)).orElse(settings.schema());
    about
        .table()
        .map(name -> new Name(schema, name))
        .filter(name -> image().find(Kind.Space.TABLE, name).isEmpty())
        .filter(name -> !hasTable(name))
        .ifPresent(
            name -> {
              throw Refusal.of(
                  ProblemKind.UNKNOWN_RELATION, "table \"" + name.full() + "\" does not exist");
            });
    return new Statement.Query(about.text().in(schema));
  }

  /// NULL is an empty text.
  private String evaluate(String expression) {
    park();
    String query = "SELECT CAST((" + expression + ") AS VARCHAR)";
    EngineSession session = engineSession();
    return cancellable(
        () -> {
          try (EngineSession.Cursor cursor = session.run(query, List.of(), List.of(), view())) {
            List<@Nullable Object[]> rows = cursor.fetch(1);
            Object value = rows.isEmpty() ? null : rows.getFirst()[0];
            return value == null ? "" : (String) value;
          }
        });
  }

  private boolean hasTable(Name name) {
    park();
    return engineSession().hasTable(name, view());
  }

  @Override
  public Plan plan(String text, List<ColumnType> types) {
    mustBeShort(text);
    List<Splitter.Part> parts = lexis().split(text);
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
        mustNotHaveFailed(plan);
        park();
        return plan.described(engineSession().describe(query, types, view()));
      }
      if (plan.statement() instanceof Statement.StagedQuery query) {
        mustNotHaveFailed(plan);
        park();
        return plan.described(
            plan.voicing(() -> cancellable(() -> engineSession().describe(query, view()))));
      }
      return plan.statement() instanceof Statement.FileStatement files
          ? plan.described(
              new EngineSession.Shape(List.of(), engineSession().columnsOf(files)))
          : plan.withParameters(types);
    } catch (Refusal refusal) {
      Refusal shown = shifted(refusal, part.offset());
      diagnostics.error(shown.problem());
      throw shown;
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
    mustNotHaveFailed(plan);
    try {
      return switch (plan.statement()) {
        case Statement.Begin begin -> begin(begin);
        case Statement.Commit _ -> commit();
        case Statement.Rollback _ -> rollback();
        case Statement.SetVariable set -> {
          Reply reply = variables().set(set, sink);
          endUnwantedBlock();
          yield reply;
        }
        case Statement.Assign assign -> {
          Reply reply = variables().assign(assign, this::evaluate, sink);
          endUnwantedBlock();
          yield reply;
        }
        case Statement.UseSchema(String name) -> {
          use(name);
          yield Reply.done("USE");
        }
        case Statement.ShowRemarks show -> diagnostics.show(show);
        case Statement.ShowSessions _ -> SessionList.of(others.seenBy(roleName, isSuperuser()));
        case Statement.ShowStatus show -> others.status(show, now().at());
        case Statement.Kill(int number, boolean whole) -> {
          kill(number, whole);
          yield Reply.done("KILL");
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
        case Statement.CreateFunction create -> new FunctionMaking(this).make(create, values);
        default -> change(plan, () -> prepare(plan.command(), values));
      };
    } catch (Refusal refusal) {
      fail();
      diagnostics.error(refusal.problem());
      throw refusal;
    }
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
    return block != null && block.isExplicit();
  }

  void mustNotHaveFailed(StatementPlan plan) {
    boolean ends =
        plan.statement() instanceof Statement.Rollback
            || plan.statement() instanceof Statement.Commit;
    if (block != null && block.hasFailed() && !ends) {
      throw Problem.of(
              ProblemKind.FAILED_TRANSACTION,
              "current transaction is aborted, commands ignored until end of transaction block")
          .refusal();
    }
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
    if (block != null && block.origin() == Block.Origin.NO_AUTOCOMMIT) {
      // As in MySQL, such a statement commits what was open, and itself.
      commit();
    }
    Block open = block;
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

  private Touch now() {
    return new Touch(clock.instant(), roleName);
  }

  Prepared prepare(Commands.Bound command, List<@Nullable Object> values) {
    return cancellation.during(
        settings.statementTimeout(),
        Thread.currentThread()::interrupt,
        () -> command.prepare(new Actor(role, roleName, settings.schema()), image(), values));
  }

  private Image image() {
    return block == null ? catalog.image() : block.image();
  }

  View view() {
    return new View(image(), role, settings.schema(), settings.all());
  }

  private Reply begin(Statement.Begin begin) {
    if (block != null && block.isExplicit() && manners.statementsCommit()) {
      commit();
    } else if (block != null && block.isExplicit()) {
      return Reply.done(
          "BEGIN",
          List.of(
              Problem.of(
                  ProblemKind.IN_TRANSACTION, "there is already a transaction in progress")));
    }
    endImplicitBlock();
    block = new Block(catalog.image(), Block.Origin.BEGUN, begin.readOnly());
    return Reply.done("BEGIN");
  }

  private Reply commit() {
    Block ending = block;
    if (ending == null) {
      return Reply.done("COMMIT", noTransaction());
    }
    park();
    block = null;
    if (ending.hasFailed()) {
      rollBackEngine(ending);
      return Reply.done("ROLLBACK");
    }
    try {
      if (ending.hasChanges()) {
        submit(ending);
      }
    } catch (Refusal refusal) {
      catalog.refused(Refused.commit(now(), refusal.problem()));
      rollBackEngine(ending);
      throw refusal;
    }
    if (ending.isEngineOpen()) {
      EngineSession session = engineSession();
      cancellable(
          () -> {
            session.commit();
            return true;
          });
    }
    return Reply.done("COMMIT");
  }

  /// Commits the steps of a block. A block that the client did not begin itself is prepared again
  /// when it met somebody else's change; in its own block the client is told of it.
  private void submit(Block ending) {
    Block current = ending;
    for (int attempt = 0; ; attempt++) {
      try {
        catalog.submit(current.proposal(roleName));
        return;
      } catch (Refusal refusal) {
        if (ending.isExplicit() || !CatalogStatements.mayTryAgain(refusal, attempt)) {
          throw refusal;
        }
      }
      current = preparedAgain(current);
    }
  }

  private Block preparedAgain(Block before) {
    Block anew = new Block(catalog.image(), Block.Origin.TEXT, false);
    block = anew;
    try {
      for (Block.Part part : before.parts()) {
        if (part.again().get() instanceof Prepared.Change(Step<Reply> step)) {
          anew.add(
              new Block.Part(step, part.dialect(), part.statement(), part.again()), now());
        }
      }
    } finally {
      block = null;
    }
    return anew;
  }

  private Reply rollback() {
    Block ending = block;
    if (ending == null) {
      return Reply.done("ROLLBACK", noTransaction());
    }
    closeQuery();
    block = null;
    rollBackEngine(ending);
    return Reply.done("ROLLBACK");
  }

  private void rollBackEngine(Block ending) {
    if (ending.isEngineOpen()) {
      engineSession().rollback();
    }
  }

  private List<Problem> noTransaction() {
    return manners.statementsCommit()
        ? List.of()
        : List.of(Problem.of(ProblemKind.NO_TRANSACTION, "there is no transaction in progress"));
  }

  private void endImplicitBlock() {
    Block open = block;
    if (open != null && !open.isExplicit()) {
      closeQuery();
      if (open.hasFailed()) {
        rollback();
      } else {
        commit();
      }
    }
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
    joinTransaction(statement);
    Block open = block;
    if (open != null && !open.isEngineOpen()) {
      engineSession().begin();
      open.openEngine();
    }
    EngineSession session = engineSession();
    EngineSession.Cursor cursor =
        cancellable(
            () ->
                switch (statement) {
                  case Statement.FileStatement files -> session.run(files, view());
                  case Statement.StagedQuery query -> session.run(query, view());
                  default ->
                      session.run(((Statement.Query) statement).text(), types, values, view());
                });
    openQuery = portal;
    return cursor;
  }

  /// Without autocommit the first statement opens a block; one that defines something commits.
  private void joinTransaction(Statement statement) {
    if (isAutocommit() || (block != null && block.origin() != Block.Origin.NO_AUTOCOMMIT)) {
      return;
    }
    if (Definitions.isOne(statement)) {
      if (block != null) {
        commit();
      }
    } else if (block == null) {
      block = new Block(catalog.image(), Block.Origin.NO_AUTOCOMMIT, false);
    }
  }

  /// Autocommit was switched on inside of a block that there is only without it.
  private void endUnwantedBlock() {
    if (isAutocommit() && block != null && block.origin() == Block.Origin.NO_AUTOCOMMIT) {
      commit();
    }
  }

  <T> T cancellable(Supplier<T> work) {
    return cancellation.during(settings.statementTimeout(), engineSession()::cancel, work);
  }

  void ended(QueryPortal portal) {
    if (openQuery == portal) {
      openQuery = null;
    }
  }

  /// The engine has changed tables, whether or not the client reads what it says of them.
  void changedTables() {
    if (block != null) {
      block.changedByEngine();
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

  private void closeQuery() {
    QueryPortal open = openQuery;
    if (open != null) {
      openQuery = null;
      open.close();
    }
  }

  @Override
  public void batch() {
    if (block == null) {
      block = new Block(catalog.image(), Block.Origin.TEXT, false);
    }
  }

  @Override
  public void sync() {
    endImplicitBlock();
  }

  @Override
  public void fail() {
    Block open = block;
    if (open == null) {
      return;
    }
    open.fail();
    if (open.origin() == Block.Origin.NO_AUTOCOMMIT && open.isUnchanged()) {
      // Nothing is lost, and the client did not ask for it.
      rollback();
    }
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

  /// From any thread.
  boolean isRunning() {
    return cancellation.isRunning();
  }

  long secondsOpen(Instant since) {
    return Duration.between(since, clock.instant()).toSeconds();
  }

  private boolean isSuperuser() {
    return catalog.image().role(role).map(Role::superuser).orElse(false);
  }

  @Override
  public Transaction transaction() {
    Block open = block;
    if (open == null || !open.isExplicit()) {
      return Transaction.NONE;
    }
    return open.hasFailed() ? Transaction.FAILED : Transaction.OPEN;
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
