package io.fairlead.base;

/// One row a failure: what each protocol calls it and whose fault it is.
/// A bug is not in this table except as [#INTERNAL]; it gets an incident id and one log line.
public enum ProblemKind {
  SYNTAX("42601", 1064, 400, Fault.USER),
  EMPTY_STATEMENT("42601", 1065, 400, Fault.USER),
  UNKNOWN_OBJECT("42704", 1146, 404, Fault.USER),
  UNKNOWN_SCHEMA("3F000", 1049, 404, Fault.USER),
  UNKNOWN_RELATION("42P01", 1146, 404, Fault.USER),
  UNKNOWN_COLUMN("42703", 1054, 400, Fault.USER),
  DUPLICATE_COLUMN("42701", 1060, 400, Fault.USER),
  DUPLICATE_ALIAS("42712", 1066, 400, Fault.USER),
  DUPLICATE_PRIMARY_KEY("42P16", 1068, 400, Fault.USER),
  /// ORDER BY and the like with a number that no column has.
  UNKNOWN_POSITION("42P10", 1054, 400, Fault.USER),
  NOT_GROUPED("42803", 1055, 400, Fault.USER),
  /// An aggregate where none can be.
  MISPLACED_AGGREGATE("42803", 1111, 400, Fault.USER),
  VALUES_DO_NOT_FIT_COLUMNS("42601", 1136, 400, Fault.USER),
  SUBQUERY_COLUMNS("42601", 1241, 400, Fault.USER),
  UNION_COLUMNS("42601", 1222, 400, Fault.USER),
  SUBQUERY_ROWS("21000", 1242, 400, Fault.USER),
  UNKNOWN_FUNCTION("42883", 1305, 400, Fault.USER),
  UNKNOWN_SETTING("42704", 1193, 400, Fault.USER),
  UNKNOWN_SESSION("42704", 1094, 404, Fault.USER),
  NOT_YOUR_SESSION("42501", 1095, 403, Fault.USER),
  UNKNOWN_STATEMENT("26000", 1243, 400, Fault.USER),
  UNKNOWN_PORTAL("34000", 1421, 400, Fault.USER),
  STATEMENT_EXISTS("42P05", 1210, 400, Fault.USER),
  PORTAL_EXISTS("42P03", 1210, 400, Fault.USER),
  ALREADY_EXISTS("42710", 1050, 409, Fault.USER),
  SCHEMA_EXISTS("42P06", 1007, 409, Fault.USER),
  RELATION_EXISTS("42P07", 1050, 409, Fault.USER),
  WRONG_OBJECT_KIND("42809", 1347, 400, Fault.USER),
  INVALID_OPTION("22023", 1210, 400, Fault.USER),
  INVALID_GRANT("0LP01", 1144, 400, Fault.USER),
  INVALID_NAME("42602", 1103, 400, Fault.USER),
  NAME_TOO_LONG("42622", 1059, 400, Fault.USER),
  NO_CONFLICT_TARGET("42P10", 1210, 400, Fault.USER),
  INVALID_PARAMETER("42P02", 1210, 400, Fault.USER),
  INVALID_TEXT("22P02", 1366, 400, Fault.USER),
  INVALID_BINARY("22P03", 1366, 400, Fault.USER),
  INVALID_ENCODING("22021", 1300, 400, Fault.USER),
  TYPE_MISMATCH("42804", 1366, 400, Fault.USER),
  AMBIGUOUS("42725", 1052, 400, Fault.USER),
  STILL_IN_USE("2BP01", 1451, 409, Fault.USER),
  FORBIDDEN("42501", 1142, 403, Fault.USER),
  SIGN_IN_REFUSED("28P01", 1045, 401, Fault.USER),
  ROLE_REFUSED("28000", 1045, 401, Fault.USER),
  /// A password that could be read on its way.
  INSECURE_SIGN_IN("28000", 3159, 401, Fault.USER),
  OLD_AUTHENTICATION("28000", 1251, 401, Fault.USER),
  UNKNOWN_DATABASE("3D000", 1049, 404, Fault.USER),
  CONFLICT("40001", 1213, 409, Fault.USER),
  FAILED_TRANSACTION("25P02", 1792, 400, Fault.USER),
  NO_TRANSACTION("25P01", 1792, 400, Fault.USER),
  IN_TRANSACTION("25001", 1792, 400, Fault.USER),
  READ_ONLY("25006", 1792, 400, Fault.USER),
  NOT_SUPPORTED("0A000", 1235, 501, Fault.USER),
  PROTOCOL_VIOLATION("08P01", 1047, 400, Fault.USER),
  DATA_ERROR("22000", 1366, 400, Fault.USER),
  DIVISION_BY_ZERO("22012", 1365, 400, Fault.USER),
  AMBIGUOUS_COLUMN("42702", 1052, 400, Fault.USER),
  OUT_OF_RANGE("22003", 1264, 400, Fault.USER),
  /// The result of an operator is.
  OVERFLOW("22003", 1690, 400, Fault.USER),
  UNIQUE_VIOLATION("23505", 1062, 409, Fault.USER),
  NOT_NULL_VIOLATION("23502", 1048, 400, Fault.USER),
  CHECK_VIOLATION("23514", 3819, 400, Fault.USER),
  FOREIGN_KEY_VIOLATION("23503", 1452, 409, Fault.USER),
  CANCELLED("57014", 1317, 499, Fault.USER),
  UNREACHABLE("08001", 1429, 502, Fault.REMOTE),
  /// A link broke while it was used.
  LINK_LOST("08006", 1430, 502, Fault.REMOTE),
  /// The database of a connection refused a query.
  REMOTE_REFUSED("58000", 1429, 502, Fault.REMOTE),
  VALIDATION_FAILED("58000", 1429, 502, Fault.REMOTE),
  SECRET_UNAVAILABLE("58030", 1429, 502, Fault.REMOTE),
  TOO_MANY_SESSIONS("53300", 1040, 503, Fault.LIMIT),
  /// Too many wrong passwords for one role: whoever tries again has to wait.
  SIGN_IN_PAUSED("53300", 1129, 429, Fault.LIMIT),
  TOO_LARGE("54000", 1153, 413, Fault.LIMIT),
  OUT_OF_MEMORY("53200", 1038, 503, Fault.LIMIT),
  BUSY("53400", 1205, 503, Fault.LIMIT),
  PORT_TAKEN("58000", 1105, 503, Fault.LIMIT),
  DISK_FULL("53100", 1021, 507, Fault.LIMIT),
  TIMED_OUT("57014", 3024, 504, Fault.LIMIT),
  SEALED("55000", 1290, 503, Fault.LIMIT),
  /// The data folder or the database of the catalog: in use, newer, damaged or not ours.
  STORE_UNUSABLE("XX001", 1030, 500, Fault.US),
  STOPPING("57P01", 1053, 503, Fault.US),
  INTERNAL("XX000", 1105, 500, Fault.US),

  /// Notices use the same table: the code tells a client what kind of remark it is.
  DONE("00000", 1003, 200, Fault.USER),
  WARNING("01000", 1105, 200, Fault.USER);

  /// Who can do something about it.
  public enum Fault {
    USER,
    REMOTE,
    LIMIT,
    US
  }

  private final String sqlState;
  private final int mysqlNumber;
  private final int httpStatus;
  private final Fault fault;

  ProblemKind(String sqlState, int mysqlNumber, int httpStatus, Fault fault) {
    this.sqlState = sqlState;
    this.mysqlNumber = mysqlNumber;
    this.httpStatus = httpStatus;
    this.fault = fault;
  }

  /// Five characters, as in PostgreSQL's appendix of error codes.
  public String sqlState() {
    return sqlState;
  }

  public int mysqlNumber() {
    return mysqlNumber;
  }

  public int httpStatus() {
    return httpStatus;
  }

  public Fault fault() {
    return fault;
  }

  /// Whether a remark of this kind is a warning; all others are notices.
  public boolean warns() {
    return this == WARNING || this == NO_TRANSACTION || this == IN_TRANSACTION;
  }
}
