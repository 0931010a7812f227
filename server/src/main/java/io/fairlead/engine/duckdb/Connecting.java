package io.fairlead.engine.duckdb;

import java.sql.SQLException;
import org.duckdb.DuckDBConnection;

/// Makes the connection of a session.
interface Connecting {
  DuckDBConnection connect() throws SQLException;
}
