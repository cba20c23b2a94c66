package io.archway.index.database;

import java.sql.SQLException;

/** A statement failed for another reason than an absent database. */
public final class SqlFailureException extends RuntimeException {
  public SqlFailureException(SQLException cause) {
    super(cause.getMessage(), cause);
  }
}
