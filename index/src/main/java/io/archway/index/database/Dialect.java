package io.archway.index.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.jdbc.JdbcConnection;

/** The two databases; the SQL is the same, what surrounds it is not. */
public enum Dialect {
  H2("FOR UPDATE"),
  POSTGRESQL("FOR NO KEY UPDATE");

  private final String hold;

  Dialect(String hold) {
    this.hold = hold;
  }

  /** Of whoever gave this connection. */
  public static Dialect of(Connection connection) throws SQLException {
    return connection.isWrapperFor(JdbcConnection.class) ? H2 : POSTGRESQL;
  }

  /**
   * Ends a SELECT: its rows are held against all who hold them too, change or delete them, yet not
   * against those who only write rows that refer to them. A transaction that wrote such a row
   * itself would else wait for any other that did, which may wait for it.
   */
  public String hold() {
    return hold;
  }

  static Dialect ofUrl(String url) {
    if (url.startsWith("jdbc:h2:")) {
      return H2;
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return POSTGRESQL;
    }
    throw new IllegalArgumentException(
        "database URL: " + url + " (expected: jdbc:h2:… or jdbc:postgresql:…)");
  }
}
