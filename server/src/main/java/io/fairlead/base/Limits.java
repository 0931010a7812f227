package io.fairlead.base;

import java.time.Duration;
import java.time.Instant;

/// Every bound of the server by name. A test stands at n and at n + 1 of each.
public final class Limits {
  /// Longest name of an object, in bytes of UTF-8 (Materialize's limit).
  public static final int NAME_BYTES = 255;

  /// Longest text of one statement, in characters.
  public static final int STATEMENT_CHARACTERS = 1 << 20;

  /// Most tokens in one statement.
  public static final int STATEMENT_TOKENS = 100_000;

  /// Deepest nesting of parentheses that a parser follows.
  public static final int NESTING = 200;

  /// Roles to which privileges on one object may be granted, PUBLIC being one.
  public static final int GRANTS_PER_OBJECT = 1_000;

  /// Largest secret, in bytes (Materialize's limit).
  public static final int SECRET_BYTES = 512 * 1024;

  /// Longest comment on an object, in bytes (Materialize's limit).
  public static final int COMMENT_BYTES = 1024;

  /// Values that a tag may allow, tags that one object may have, and the length of a tag's value.
  public static final int TAG_VALUES = 300;

  public static final int OBJECT_TAGS = 50;

  public static final int TAG_VALUE_BYTES = 256;

  /// Longest text of one option, in characters; certificates fit.
  public static final int OPTION_CHARACTERS = 64 * 1024;

  /// Commands that wait for the catalog's writer; one more is refused as busy.
  public static final int CATALOG_INBOX = 4096;

  /// Refused statements of which the audit keeps a row; the newest ones.
  public static final int REFUSALS_KEPT = 10_000;

  /// Refused statements that wait for their row in the audit; of one more only the number is kept.
  public static final int REFUSALS_WAITING = 1024;

  /// Rows of what applications were told, of which the audit keeps the newest ones.
  public static final int RESOLUTIONS_KEPT = 100_000;

  /// Such rows that wait to be written; what one more would tell is only counted.
  public static final int RESOLUTIONS_WAITING = 1024;

  /// How long such a row may stand in memory alone; a crash loses it.
  public static final Duration RESOLUTIONS_UNWRITTEN = Duration.ofSeconds(5);

  /// Commands that one durable transaction may hold.
  public static final int CATALOG_BATCH = 512;

  /// Statements in one transaction block.
  public static final int BLOCK_STATEMENTS = 10_000;

  /// How long a statement waits for its commit before it reports that the outcome is unknown.
  public static final Duration COMMIT_WAIT = Duration.ofSeconds(30);

  /// How long one probe of a connection may take, all steps together.
  public static final Duration PROBE = Duration.ofSeconds(15);

  /// The longest that a connection's own TIMEOUT may give to one attempt.
  public static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);

  /// Probes of connections at once; one more is refused as busy.
  public static final int PROBES_AT_ONCE = 64;

  /// How often a statement is prepared again when somebody else changed the same object meanwhile.
  public static final int CONFLICT_RETRIES = 3;

  /// The shortest and the longest time that a replaced secret may serve on.
  public static final Duration SHORTEST_OVERLAP = Duration.ofSeconds(1);

  public static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

  /// Most sign-ins that a new secret must bring before an overlap ends early.
  public static final int OVERLAP_PROOFS = 10_000;

  /// The shortest and the longest time that a linked value may be used without its vault.
  public static final Duration SHORTEST_STALE = Duration.ofSeconds(1);

  public static final Duration LONGEST_STALE = Duration.ofDays(30);

  /// The earliest and the latest time that a statement may name.
  public static final Instant EARLIEST_TIME = Instant.EPOCH;

  public static final Instant LATEST_TIME = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /// Versions of one secret that stay readable for rollback.
  public static final int SECRET_VERSIONS = 32;

  /// Rows of a half-read result that are kept while its session runs another statement.
  public static final int PARKED_ROWS = 100_000;

  /// Largest message of a client that has not signed in, in bytes.
  public static final int MESSAGE_BEFORE_SIGN_IN = 10_000;

  /// Largest message of a signed-in client, in bytes.
  public static final int MESSAGE_AFTER_SIGN_IN = 16 << 20;

  /// Largest message of a signed-in client of the MySQL protocol, in bytes: `max_allowed_packet`.
  public static final int MYSQL_MESSAGE = 32 << 20;

  /// Bytes of long values that one session has sent ahead for its prepared statements.
  public static final int LONG_DATA_BYTES = 32 << 20;

  /// Roles whose password is known well enough to check one without hashing it slowly.
  public static final int FAST_SIGN_INS = 1000;

  /// Remarks of a statement that SHOW WARNINGS still knows.
  public static final int REMARKS_KEPT = 64;

  /// Settings that a session invented itself, such as `@a` and `my.setting`.
  public static final int OWN_SETTINGS = 1000;

  /// Time from connect to a finished sign-in.
  public static final Duration SIGN_IN = Duration.ofSeconds(10);

  /// Sessions at once, all protocols together.
  public static final int SESSIONS = 1000;

  /// Sessions that only a superuser may take when all others are in use.
  public static final int SESSIONS_FOR_ADMIN = 3;

  /// Native calls of the query engine at once.
  public static final int ENGINE_THREADS = 8;

  /// Native calls of the query engine that wait for a thread; one more is refused as busy.
  public static final int ENGINE_QUEUE = 512;

  /// How long one call of the query engine may take.
  public static final Duration ENGINE_CALL = Duration.ofHours(1);

  /// How long running calls of the query engine may take to end when the server stops.
  public static final Duration ENGINE_STOP = Duration.ofSeconds(5);

  /// Lookups of host names at once; one more is refused. A lookup cannot be cut short, so a name
  /// service that hangs holds its places until it answers.
  public static final int LOOKUPS_AT_ONCE = 64;

  /// Most bytes that one peer may send during a probe.
  public static final int PROBE_BYTES = 16 << 20;

  /// Sockets that one protocol holds open at once, signed in or not. More than [#SESSIONS], so that
  /// the reserve for superusers and requests to cancel still get through.
  public static final int OPEN_SOCKETS = 1200;

  /// Sockets of one address that have not signed in yet.
  public static final int SIGNING_IN_PER_SOURCE = 20;

  /// Time from the first byte of a signed-in client's message to its last.
  public static final Duration HALF_MESSAGE = Duration.ofSeconds(60);

  /// How long one write may wait for a client that does not read.
  public static final Duration WRITE = Duration.ofSeconds(60);

  /// How long a client that is told why it is sent away may take to read it.
  public static final Duration FAREWELL = Duration.ofSeconds(2);

  /// How long a stop waits for running statements before it cancels them.
  public static final Duration STOP = Duration.ofSeconds(3);

  /// Named prepared statements of one session.
  public static final int PREPARED_STATEMENTS = 1000;

  /// Text of all prepared statements of one session, in characters.
  public static final int PREPARED_CHARACTERS = 16 << 20;

  /// Open portals of one session.
  public static final int PORTALS = 100;

  /// Most brokers of a cluster that one probe dials because another broker names them.
  public static final int PROBED_BROKERS = 64;

  /// Most rounds of password hashing that a server may ask of us.
  public static final int SCRAM_ITERATIONS = 100_000;

  /// Links of one connection, leased, idle or being opened. Fewer than the ten that OpenSSH lets
  /// sign in at once, since each link through a tunnel signs in by itself.
  public static final int LINKS_PER_CONNECTION = 8;

  /// The same of a connection to storage, whose places share them: each table's place has its own
  /// links, and none of them signs in with a session that counts at the service.
  public static final int STORAGE_LINKS_PER_CONNECTION = 32;

  /// Links of all connections together; beyond it the one that was idle for longest gives way.
  public static final int LINKS = 200;

  /// How long a link stays open without being used.
  public static final Duration LINK_IDLE = Duration.ofMinutes(5);

  /// How long a query waits for one of its connection's links.
  public static final Duration LINK_WAIT = Duration.ofSeconds(10);

  /// How long opening a link may take, all steps together.
  public static final Duration LINK_OPEN = Duration.ofSeconds(15);

  /// How long an idle link may take to show that it is alive.
  public static final Duration LINK_CHECK = Duration.ofSeconds(2);

  /// Most bytes of one batch of rows from a link.
  public static final int LINK_BATCH_BYTES = 16 << 20;

  /// How long a query on a connection's database may take.
  public static final Duration REMOTE_QUERY = Duration.ofMinutes(10);

  /// Statements at once that read from the databases of connections. They wait for others, so they
  /// have threads of their own.
  public static final int REMOTE_QUERIES = 32;

  /// Such statements that wait for a thread; one more is refused as busy.
  public static final int REMOTE_QUEUE = 256;

  /// Files of one external table that a statement reads; more are refused.
  public static final int EXTERNAL_FILES = 100_000;

  /// Files of one statement that are asked for at once.
  public static final int EXTERNAL_FILES_AT_ONCE = 16;

  /// The end of a Parquet file that is read first; most footers fit.
  public static final int PARQUET_TAIL_BYTES = 64 * 1024;

  /// Longest footer of a Parquet file, in bytes.
  public static final int PARQUET_FOOTER_BYTES = 256 << 20;

  /// Files that transactions of one session write when they commit.
  public static final int PENDING_FILES = 1000;

  /// Columns of a query on a connection's database.
  public static final int REMOTE_COLUMNS = 1600;
  /// Largest body of an answer over HTTP, in bytes; the list of a large schema registry fits.
  public static final int HTTP_BODY = 4 << 20;

  /// What of an object is held in memory on its way to a service; larger ones are sent in parts.
  public static final int OBJECT_PART_BYTES = 8 << 20;

  /// How often a hub that has moved a repository may send a request on to another of its paths.
  public static final int HTTP_REDIRECTS = 3;

  /// Most headers of an answer over HTTP.
  public static final int HTTP_HEADERS = 100;

  /// Longest line of an answer's head over HTTP, in characters.
  public static final int HTTP_LINE = 8192;

  /// Longest URL in an option, in characters.
  public static final int URL_CHARACTERS = 2048;

  /// Answers for drivers that are kept ready; beyond it they are made anew.
  public static final int RESOLVED_KEPT = 10_000;

  /// How long a password that was right over HTTP is not checked again.
  public static final Duration SIGN_IN_KEPT = Duration.ofSeconds(60);

  /// Passwords that are remembered so.
  public static final int SIGN_INS_KEPT = 10_000;

  /// Failed sign-ins of one role from one network after which the next ones have to wait.
  public static final int SIGN_IN_FAILURES = 5;

  /// How long the first that has to wait does; each failure more doubles it, up to the longest.
  public static final Duration SIGN_IN_PAUSE = Duration.ofSeconds(1);

  public static final Duration SIGN_IN_PAUSE_MOST = Duration.ofSeconds(60);

  /// How long after the last of them failed sign-ins are forgotten.
  public static final Duration SIGN_IN_FORGIVEN = Duration.ofMinutes(15);

  /// Roles and networks whose failed sign-ins are remembered; those that failed longest ago give way.
  public static final int SIGN_IN_FAILURES_KEPT = 10_000;

  /// Largest head of a request over HTTP, its first line included, in bytes.
  public static final int HTTP_HEAD_BYTES = 16 << 10;

  /// Time from an answer over HTTP, or from connect, to the end of the next request's head.
  public static final Duration HTTP_IDLE = Duration.ofSeconds(30);

  /// Time from the first byte of an answer over HTTP to its last.
  public static final Duration HTTP_ANSWER = Duration.ofSeconds(60);

  /// Commits that one look for events takes.
  public static final int EVENTS_AT_ONCE = 500;

  /// Streams of events that are open at once.
  public static final int EVENT_STREAMS = 256;

  /// How often a stream of events says that it is there.
  public static final Duration EVENT_HEARTBEAT = Duration.ofSeconds(15);

  /// Largest body of a request over HTTP, in bytes.
  public static final int REQUEST_BODY = 1 << 20;

  /// Most rows of one result over HTTP; a session over a database protocol has no such limit.
  public static final int HTTP_ROWS = 10_000;

  /// Objects of one list over HTTP.
  public static final int HTTP_LIST = 1_000;

  /// How often the server looks for overlaps that are over.
  public static final Duration OVERLAP_LOOK = Duration.ofSeconds(1);

  /// How long a refused credential is not tried again, after the first refusal.
  public static final Duration CREDENTIAL_STEP = Duration.ofSeconds(1);

  /// The same after many: each refusal doubles the step up to this one.
  public static final Duration CREDENTIAL_STEP_MOST = Duration.ofSeconds(60);

  /// Deepest nesting of JSON in an answer over HTTP.
  public static final int HTTP_JSON_NESTING = 32;

  /// How long a value that is read from a vault may take, signing in and all.
  public static final Duration VAULT_READ = Duration.ofSeconds(3);

  /// How long it may take to keep a value in a vault, or to take it away.
  public static final Duration VAULT_WRITE = Duration.ofSeconds(10);

  /// Calls of vaults at once; one more gets no answer.
  public static final int VAULT_CALLS = 64;

  /// Linked secrets whose last reading is remembered; those read longest ago give way.
  public static final int VAULT_READINGS = 10_000;

  /// Bytes of last good values that are kept for outages of vaults.
  public static final int VAULT_READING_BYTES = 16 << 20;

  /// How long the temporary keys of an assumed role live: what every role of AWS allows.
  public static final Duration ASSUMED_ROLE = Duration.ofHours(1);

  /// How long before their end they are used no more.
  public static final Duration ASSUMED_ROLE_MARGIN = Duration.ofMinutes(5);

  /// Roles whose temporary keys are kept; those that were not used for longest give way.
  public static final int ASSUMED_ROLES = 1000;

  /// Values in vaults that wait to be taken away; one more stays there.
  public static final int VAULT_REMOVALS = 1000;

  /// Longest name of a value in a vault, in characters; the ARN of one fits.
  public static final int VAULT_NAME_CHARACTERS = 2048;

  /// Bytes of external files that are kept on this machine's disk.
  public static final long FILE_CACHE_BYTES = 8L << 30;

  /// Most bytes of one request for a part of an external file.
  public static final long FETCH_BYTES = 8L << 20;

  /// What of each such request is held in memory on its way to the disk.
  public static final int CACHE_WRITE_BYTES = 256 * 1024;

  /// Requests for parts of one external file at once.
  public static final int FETCHES_AT_ONCE = 8;

  /// Largest answer of a broker that holds messages of a topic, in bytes. One message may be larger
  /// than what was asked for.
  public static final int TOPIC_ANSWER_BYTES = 128 << 20;

  /// Partitions of a topic that a batch reads at once; each holds an answer in memory.
  public static final int TOPIC_PARTITIONS_AT_ONCE = 4;

  /// Most bytes of messages that one request asks a broker for.
  public static final int TOPIC_READ_BYTES = 8 << 20;

  /// Rows with errors of one file or partition that a batch keeps with their reasons.
  public static final int REJECTED_ROWS = 100;

  /// What is kept of the text of such a row, in characters.
  public static final int REJECTED_ROW_CHARACTERS = 1024;

  /// Rows of one batch with the same key where each of them updates what the one before it has left.
  public static final int KEY_REPEATS = 1000;

  /// Batches and errors of one pipeline that are kept; the newest ones.
  public static final int PIPELINE_NOTES = 1000;

  /// Columns of a source.
  public static final int SOURCE_COLUMNS = 1000;

  /// Batches of pipelines that run at once; the others wait for their turn.
  public static final int PIPELINE_BATCHES = 4;

  /// Files of one batch of a pipeline.
  public static final int PIPELINE_FILES = 256;

  /// Messages of one partition in one batch of a pipeline.
  public static final int PIPELINE_MESSAGES = 1_000_000;

  /// What one batch of a pipeline brings at most, in bytes; a file that is larger is a batch of its own.
  public static final long PIPELINE_BATCH_BYTES = 256L << 20;

  /// How long a batch of a pipeline may take.
  public static final Duration PIPELINE_BATCH = Duration.ofMinutes(30);

  /// What one record of Avro may take: its bytes, and 16 for each value.
  public static final int AVRO_RECORD = 16 << 20;

  /// How deep values and schemas of Avro may be nested.
  public static final int AVRO_DEPTH = 64;

  /// The text of a schema of Avro, in characters.
  public static final int AVRO_SCHEMA = 1 << 20;

  /// Schemas of a registry that a pipeline keeps.
  public static final int AVRO_SCHEMAS = 100;

  /// A block of a file of Avro that is unpacked as a whole, packed and unpacked.
  public static final int AVRO_BLOCK = 64 << 20;

  /// A decimal in Avro, in bytes, and its digits behind the point.
  public static final int AVRO_DECIMAL = 64;

  public static final int AVRO_SCALE = 128;

  /// The rows of one file of Avro as JSON, in bytes.
  public static final long AVRO_ROWS = 4L << 30;

  /// The longest time between two looks of a pipeline that finds nothing, or whose source fails.
  public static final Duration PIPELINE_IDLE = Duration.ofSeconds(60);

  /// The shortest and the longest interval between the batches of a pipeline.
  public static final Duration SHORTEST_BATCH_INTERVAL = Duration.ofMillis(1);

  public static final Duration LONGEST_BATCH_INTERVAL = Duration.ofDays(1);
  /// Parameters of an external function.
  public static final int FUNCTION_PARAMETERS = 100;

  /// Rows that one request to the service of an external function carries (SingleStore's number).
  public static final int FUNCTION_BATCH_ROWS = 512;

  /// Most bytes of such a request.
  public static final int FUNCTION_BATCH_BYTES = 1 << 20;

  /// Most bytes of the answer to one.
  public static final int FUNCTION_REPLY_BYTES = 16 << 20;

  /// How long the service may take for one.
  public static final Duration FUNCTION_CALL = Duration.ofSeconds(60);

  private Limits() {}
}
