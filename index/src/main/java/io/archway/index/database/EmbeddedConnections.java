package io.archway.index.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.engine.Database;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;

/**
 * Opens the connections of all pools to an embedded H2, one after the other. Where H2's store could
 * not be written, its database is broken until it is opened anew; but then whoever uses a
 * connection of the broken one, or is still closing its last, takes the new one out of H2's list,
 * and nobody can open the file any more while somebody holds that. So all connections of a broken
 * database are closed before the next one is opened. Thread-safe.
 */
final class EmbeddedConnections implements DataSource {
  private static final int ATTEMPTS = 2;

  private final String url;
  private final DatabaseSettings settings;
  private final AtomicLong setbacks = new AtomicLong();
  private final List<Runnable> setbackListeners = new CopyOnWriteArrayList<>();
  private volatile Runnable evict = () -> {};
  private volatile int loginTimeoutSeconds;

  /** Those of {@link #current} that may be open. Guarded by this. */
  private final List<Connection> open = new ArrayList<>();

  private volatile Database current;

  EmbeddedConnections(String url, DatabaseSettings settings) {
    this.url = url;
    this.settings = settings;
  }

  /** How often the database was opened again, perhaps without what was not forced. */
  long setbacks() {
    return setbacks.get();
  }

  /** Calls {@code listener} before anybody gets a connection to what was opened again. */
  void onSetback(Runnable listener) {
    setbackListeners.add(listener);
  }

  /** What takes from the pools the connections that are closed here. */
  void evictBy(Runnable eviction) {
    evict = eviction;
  }

  /** Whether nothing can be done any more with the connections that are open. */
  boolean isBroken() {
    return isBroken(current);
  }

  private static boolean isBroken(Database database) {
    if (database == null || database.isClosing()) {
      return database != null;
    }
    MVStore store = database.getStore().getMvStore();
    return store.getPanicException() != null || store.isClosed();
  }

  @Override
  public synchronized Connection getConnection() throws SQLException {
    open.removeIf(EmbeddedConnections::isEnded);
    if (!open.isEmpty() && isBroken()) {
      letGo();
    }
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Connection connection = connect();
      Database found = databaseOf(connection);
      boolean another = found != current && !open.isEmpty();
      open.add(connection);
      if (!another && !isBroken(found)) {
        serve(found);
        return connection;
      }
      letGo(); // it broke meanwhile
    }
    throw new SQLTransientConnectionException("index: its file is being opened anew");
  }

  /** With the last of a database's connections H2 closes it, after saying that it is closed. */
  private static boolean isEnded(Connection connection) {
    try {
      if (!connection.isClosed()) {
        return false;
      }
    } catch (SQLException e) {
      return false;
    }
    end(connection);
    return true;
  }

  /** Returns when nobody closes it any more either. */
  private static void end(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      return; // nothing of a broken database can be saved
    }
  }

  /** Waits for statements that are running; in a broken database they end at once. */
  private void letGo() {
    evict.run();
    open.forEach(EmbeddedConnections::end);
    open.clear();
  }

  private void serve(Database database) {
    if (database == current) {
      return;
    }
    boolean again = current != null;
    current = database;
    if (again) {
      setbacks.incrementAndGet();
      setbackListeners.forEach(Runnable::run);
    }
  }

  /** One that is of no pool, and closed by the caller. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, settings.user(), settings.password());
  }

  private static Database databaseOf(Connection connection) throws SQLException {
    return ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession()).getDatabase();
  }

  /** After the end: a closed pool is kept by threads that once had its connections. */
  synchronized void forget() {
    open.clear();
    current = null;
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("another user");
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {
    loginTimeoutSeconds = seconds;
  }

  /** So long the pool that is closed waits for who connects. */
  @Override
  public int getLoginTimeout() {
    return loginTimeoutSeconds;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("java.util.logging");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException(type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
