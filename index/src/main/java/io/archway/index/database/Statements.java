package io.archway.index.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Plain JDBC for groups of rows, where a statement a row would cost too much. Lists are looked up
 * with IN and places padded to a power of two, so that few texts are prepared; H2 uses an index for
 * IN on its leading column whatever other columns follow, and for = ANY(array) it does not.
 */
public final class Statements {
  /** Longer lists are looked up in parts. */
  public static final int MAX_IN = 256;

  /** Sets one row's parameters. */
  @FunctionalInterface
  public interface Binder<T> {
    void bind(Binding binding, T value) throws SQLException;
  }

  /** Sets a query's parameters. */
  @FunctionalInterface
  public interface Parameters {
    void bind(Binding binding) throws SQLException;
  }

  /** Makes one value of a row. */
  @FunctionalInterface
  public interface Mapper<R> {
    R map(ResultSet row) throws SQLException;
  }

  private Statements() {}

  /** {@code (?, ?, …)} for so many values, at least one. */
  public static String in(int count) {
    return "(?" + ", ?".repeat(places(count) - 1) + ")";
  }

  static int places(int count) {
    if (count < 1 || count > MAX_IN) {
      throw new IllegalArgumentException("values: " + count + " (expected: 1 to " + MAX_IN + ")");
    }
    return count == 1 ? 1 : Integer.highestOneBit(count - 1) << 1;
  }

  public static <R> List<R> query(
      Connection connection, String sql, Parameters parameters, Mapper<R> mapper)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.bind(new Binding(statement));
      List<R> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(mapper.map(rows));
        }
      }
      return found;
    }
  }

  /** A query with one IN list, whose place in {@code sql} is {@code %s}; long lists go in parts. */
  public static <V, R> List<R> queryIn(
      Connection connection, String sql, List<V> values, Binder<List<V>> binder, Mapper<R> mapper)
      throws SQLException {
    List<R> found = new ArrayList<>();
    for (int from = 0; from < values.size(); from += MAX_IN) {
      List<V> part = values.subList(from, Math.min(values.size(), from + MAX_IN));
      found.addAll(
          query(
              connection,
              sql.formatted(in(part.size())),
              binding -> binder.bind(binding, part),
              mapper));
    }
    return found;
  }

  public static int update(Connection connection, String sql, Parameters parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.bind(new Binding(statement));
      return statement.executeUpdate();
    }
  }

  /** One statement for each value in one batch; gives the number of rows each changed. */
  public static <T> int[] batch(Connection connection, String sql, List<T> values, Binder<T> binder)
      throws SQLException {
    if (values.isEmpty()) {
      return new int[0];
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      if (values.size() == 1) {
        binder.bind(new Binding(statement), values.get(0));
        return new int[] {statement.executeUpdate()};
      }
      for (T value : values) {
        binder.bind(new Binding(statement), value);
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  /** Inserts rows that no other transaction may have inserted meanwhile. */
  public static <T> void insertAll(
      Connection connection, String sql, List<T> values, Binder<T> binder) throws SQLException {
    for (int inserted : batch(connection, sql, values, binder)) {
      if (inserted == 0) {
        throw new ConcurrentChangeException("a row was inserted by another transaction");
      }
    }
  }
}
