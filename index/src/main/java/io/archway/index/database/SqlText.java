package io.archway.index.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * SQL in the making, with the values of its parameters in their order. What comes from outside is
 * only ever a parameter. One thread.
 */
public final class SqlText {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();
  private final Dialect dialect;

  /** The same on both databases. */
  public SqlText() {
    this(null);
  }

  public SqlText(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Null where it does not matter. */
  public Dialect dialect() {
    return dialect;
  }

  public SqlText add(String sql, Object... values) {
    text.append(sql);
    parameters.addAll(List.of(values));
    return this;
  }

  public SqlText add(SqlText other) {
    text.append(other.text);
    parameters.addAll(other.parameters);
    return this;
  }

  /** {@code (?, ?, …)}, padded to a power of two so that few texts are prepared. */
  public SqlText addIn(List<?> values) {
    int places = values.size() == 1 ? 1 : Integer.highestOneBit(values.size() - 1) << 1;
    text.append('(');
    for (int i = 0; i < places; i++) {
      text.append(i == 0 ? "?" : ", ?");
      parameters.add(values.get(Math.min(i, values.size() - 1)));
    }
    text.append(')');
    return this;
  }

  public String text() {
    return text.toString();
  }

  public void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      Object value = parameters.get(i);
      statement.setObject(i + 1, value instanceof Instant time ? Times.toColumn(time) : value);
    }
  }

  public <R> List<R> query(Connection connection, Statements.Mapper<R> mapper) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text())) {
      bind(statement);
      List<R> found = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(mapper.map(row));
        }
      }
      return found;
    }
  }

  /** The one number that this gives. */
  public long number(Connection connection) throws SQLException {
    return query(connection, row -> row.getLong(1)).get(0);
  }
}
