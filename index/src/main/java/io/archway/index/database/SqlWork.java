package io.archway.index.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A unit of work in plain JDBC; the connection is in a transaction, which it neither ends nor sets.
 */
@FunctionalInterface
public interface SqlWork<R> {
  R run(Connection connection) throws SQLException;
}
