package io.archway.index.database;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A database whose n-th statement of a transaction, its commit being the last one, does not come to
 * pass: the test says what happens in its place. One thread at a time.
 */
public final class BrokenStatements implements AutoCloseable {
  /** What happens in the place of a statement, on the connection itself; it has to throw. */
  @FunctionalInterface
  public interface Instead {
    void of(Connection connection) throws SQLException;
  }

  /** What is done to what a call of JDBC gives. */
  private interface Wrapping {
    Object of(Object result);
  }

  private final Database whole;
  private final ConnectionPool pool;
  private final Database broken;
  private int left;
  private Instead instead;

  public BrokenStatements(DatabaseSettings settings) {
    whole = Database.open(settings);
    HikariDataSource source = new HikariDataSource();
    source.setDataSource(connections(settings));
    source.setMaximumPoolSize(2);
    source.setMinimumIdle(0);
    source.setAutoCommit(true);
    pool = new ConnectionPool(source, DatabaseOpening.jdbi(source));
    broken = new Database(pool, pool, whole.dialect(), null);
  }

  /** The same database, where everything goes well. */
  public Database whole() {
    return whole;
  }

  public Database broken() {
    return broken;
  }

  /** The {@code number}-th statement from now on, from 1, is the one. */
  public void arm(int number, Instead what) {
    left = number;
    instead = what;
  }

  /**
   * @return whether the statement was reached
   */
  public boolean disarm() {
    instead = null;
    return left <= 0;
  }

  private DataSource connections(DatabaseSettings settings) {
    return (DataSource)
        Proxy.newProxyInstance(
            BrokenStatements.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getConnection" ->
                      connection(
                          DriverManager.getConnection(
                              settings.url(), settings.user(), settings.password()));
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "getLoginTimeout" -> 0;
                  default -> null;
                });
  }

  private Object connection(Connection real) {
    return proxy(
        Connection.class,
        real,
        made -> made instanceof Statement statement ? statement(real, statement) : made,
        method -> {
          if (method.getName().equals("commit")) {
            count(real);
            instead = null; // what comes after it is no part of the transaction
          }
        });
  }

  private Object statement(Connection connection, Statement statement) {
    Class<? extends Statement> type =
        statement instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
    return proxy(
        type,
        statement,
        made -> made,
        method -> {
          if (method.getName().startsWith("execute")) {
            count(connection);
          }
        });
  }

  private void count(Connection connection) throws SQLException {
    if (instead != null && --left == 0) {
      instead.of(connection);
    }
  }

  /** Called before each call of JDBC. */
  private interface Before {
    void of(Method method) throws SQLException;
  }

  private static Object proxy(Class<?> type, Object of, Wrapping wrapping, Before before) {
    return Proxy.newProxyInstance(
        BrokenStatements.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          before.of(method);
          try {
            return wrapping.of(method.invoke(of, arguments));
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  @Override
  public void close() {
    pool.close();
    whole.close();
  }
}
