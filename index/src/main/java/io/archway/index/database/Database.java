package io.archway.index.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.h2.api.ErrorCode;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index's database: H2 embedded, or PostgreSQL. Thread-safe. A unit of work runs on one pooled
 * connection in one transaction (READ COMMITTED); a thread inside must not be interrupted. When the
 * database is away every call fails within the connection timeout with {@link
 * IndexUnavailableException}, and works again once it is back.
 *
 * <p>What arrives has connections of its own ({@link #forArrivals}), so that readers who hold all
 * others never make an arrival wait.
 */
public final class Database implements AutoCloseable {
  /** How often work that others were in the way of is begun; more often is no accident. */
  public static final int ATTEMPTS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final Set<Integer> CLOSED =
      Set.of(ErrorCode.DATABASE_IS_CLOSED, ErrorCode.DATABASE_CALLED_AT_SHUTDOWN);

  private final ConnectionPool pool;
  private final List<ConnectionPool> pools;
  private final Dialect dialect;
  private final Checkpoint checkpoint;
  private final Keys keys;

  /** Null where the database is not embedded. */
  private final EmbeddedConnections embedded;

  private final List<Runnable> commitListeners;
  private final Database arrivals;

  Database(
      ConnectionPool pool,
      ConnectionPool arrivalPool,
      Dialect dialect,
      EmbeddedConnections embedded) {
    this.pool = pool;
    this.pools = List.of(pool, arrivalPool);
    this.dialect = dialect;
    this.keys = new Keys();
    this.embedded = embedded;
    this.commitListeners = new CopyOnWriteArrayList<>();
    this.arrivals = new Database(arrivalPool, this);
    this.checkpoint = arrivals.checkpoint;
    if (embedded != null) {
      embedded.evictBy(this::evict);
      embedded.onSetback(keys::forget);
    }
  }

  /** The same database by other connections. */
  private Database(ConnectionPool pool, Database other) {
    this.pool = pool;
    this.pools = other.pools;
    this.dialect = other.dialect;
    this.keys = other.keys;
    this.embedded = other.embedded;
    this.commitListeners = other.commitListeners;
    this.arrivals = this;
    this.checkpoint = new Checkpoint(this::forceToDisk);
  }

  /** Opens the database and brings its schema up to date. */
  public static Database open(DatabaseSettings settings) {
    return DatabaseOpening.open(settings);
  }

  /**
   * Runs work in a transaction. On H2 what it wrote may be lost by a crash; see {@link #durably}.
   * The work is begun anew, {@link #ATTEMPTS} times in all, when another transaction was in the
   * way.
   */
  public <R, X extends Exception> R inTransaction(HandleCallback<R, X> work) throws X {
    return told(anew(ATTEMPTS, () -> transact(work)));
  }

  private <R> R told(R result) {
    commitListeners.forEach(Runnable::run);
    return result;
  }

  /**
   * Like {@link #inTransaction}, and returns only when what was written survives a power cut.
   * Callers that wait at the same time share one force of the disk. The work is begun anew, {@link
   * #ATTEMPTS} times in all, when another transaction was in the way.
   */
  public <R, X extends Exception> R durably(HandleCallback<R, X> work) throws X {
    return forced(() -> transact(work));
  }

  /** A transaction, perhaps not the first one. */
  private interface Transaction<R, X extends Exception> {
    R run() throws X;
  }

  private <R, X extends Exception> R forced(Transaction<R, X> transaction) throws X {
    long before = setbacks();
    R result = anew(ATTEMPTS, transaction);
    force(before);
    return told(result);
  }

  /** Like {@link #durably}, of work that is plain JDBC in part. */
  public <R> R durablyInConnection(HandleCallback<R, SQLException> work) {
    Transaction<R, RuntimeException> once =
        () ->
            transact(handle -> run(connection -> work.withHandle(handle), handle.getConnection()));
    return forced(once);
  }

  private static <R, X extends Exception> R anew(int attempts, Transaction<R, X> transaction)
      throws X {
    for (int attempt = 1; ; attempt++) {
      try {
        return transaction.run();
      } catch (RuntimeException e) {
        if (attempt >= attempts || !Unavailability.isConcurrency(e)) {
          throw e;
        }
      }
    }
  }

  /** Runs queries; each sees what was committed before it. */
  public <R, X extends Exception> R read(HandleCallback<R, X> work) throws X {
    try (Handle handle = openHandle()) {
      return watched(handle, work);
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  /**
   * This database by the connections that are kept for what arrives. Work there is short; closing
   * either closes both.
   */
  public Database forArrivals() {
    return arrivals;
  }

  /**
   * How often H2 may have lost what was committed and not forced, since its file could not be
   * written: it was opened anew with what the file has. Nobody reads that before it is counted.
   */
  public long setbacks() {
    return embedded == null ? 0 : embedded.setbacks();
  }

  /** Calls {@code listener} after every setback, in whose way it is; it must return at once. */
  public void onSetback(Runnable listener) {
    if (embedded != null) {
      embedded.onSetback(listener);
    }
  }

  /**
   * Makes everything durable (H2) that was committed, or read, since there were so many {@link
   * #setbacks}.
   *
   * @throws IndexUnavailableException also where there was another one: some of it may be lost
   */
  public void force(long before) {
    if (dialect == Dialect.H2) {
      checkpoint.await();
      refuseAfterSetback(before);
    }
  }

  /**
   * Throws where there was another setback, for what stands upon rows that were not forced. In a
   * transaction: one that was begun before it cannot be committed.
   */
  public void refuseAfterSetback(long before) {
    if (setbacks() != before) {
      throw new IndexUnavailableException("index: its last rows may be lost");
    }
  }

  /** Calls {@code listener} after every commit of this process; it must return at once. */
  public void onCommit(Runnable listener) {
    commitListeners.add(listener);
  }

  /** Surrogate keys of the tables that have no identity column. */
  public Keys keys() {
    return keys;
  }

  /** A key that is taken outside any transaction. */
  public long nextKey(KeySequence sequence) {
    return inConnection(connection -> keys.next(connection, sequence));
  }

  /** Like {@link #inTransaction}, in plain JDBC and once. */
  public <R> R inConnection(SqlWork<R> work) {
    return told(this.<R, RuntimeException>transact(h -> run(work, h.getConnection())));
  }

  /**
   * Like {@link #inConnection}, and begins anew, at most so often in all, when another transaction
   * was in the way: a deadlock, a lock not given in time, a row that was inserted meanwhile.
   */
  public <R> R inConnection(int attempts, SqlWork<R> work) {
    Transaction<R, RuntimeException> once = () -> inConnection(work);
    return anew(attempts, once);
  }

  /**
   * Whether the same work may succeed later: the database is away, or lost what is replayed first,
   * or is slow, or others were in the way.
   */
  public static boolean isPassing(Throwable failure) {
    return failure instanceof IndexBehindException
        || Unavailability.isOfIndex(failure)
        || Unavailability.isTooLong(failure)
        || Unavailability.isConcurrency(failure);
  }

  /** Whether others were in the way: the same work may succeed at once. */
  public static boolean isConcurrency(Throwable failure) {
    return Unavailability.isConcurrency(failure);
  }

  /** Like {@link #read}, in plain JDBC. */
  public <R> R readInConnection(SqlWork<R> work) {
    try (Connection connection = pool.connect()) {
      return watched(connection, work);
    } catch (SQLException e) {
      throw failed(new SqlFailureException(e));
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  private <R> R watched(Connection connection, SqlWork<R> work) {
    try {
      return run(work, connection);
    } catch (RuntimeException e) {
      drop(connection, e);
      throw e;
    }
  }

  private static <R> R run(SqlWork<R> work, Connection connection) {
    try {
      return work.run(connection);
    } catch (SQLException e) {
      throw new SqlFailureException(e);
    }
  }

  public Dialect dialect() {
    return dialect;
  }

  /** True when a query is answered now. */
  public boolean isAvailable() {
    try {
      return read(handle -> handle.createQuery("SELECT 1").mapTo(int.class).one()) == 1;
    } catch (IndexUnavailableException e) {
      return false;
    }
  }

  @Override
  public void close() {
    shutDown();
    pools.forEach(ConnectionPool::close);
    if (embedded != null) {
      embedded.forget();
    }
  }

  /**
   * Returns when H2 has written and closed its file. A pool that is closed waits ten seconds for
   * its last connection, with which H2 would close too, and then leaves it: whoever opens the index
   * next would write to the same file.
   */
  private void shutDown() {
    if (embedded == null || !pool.source().isRunning()) {
      return;
    }
    // not by the pool: one that has no connection left waits
    try (Connection connection = embedded.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SHUTDOWN");
    } catch (SQLException e) {
      if (!CLOSED.contains(e.getErrorCode())) {
        LOG.warn("The index was not closed in order: {}", Unavailability.describe(e));
      }
    }
  }

  Jdbi jdbi() {
    return pool.jdbi();
  }

  private <R, X extends Exception> R transact(HandleCallback<R, X> work) throws X {
    return read(handle -> handle.inTransaction(work));
  }

  /** What failed with the store is of no use to who gets it next. */
  private <R, X extends Exception> R watched(Handle handle, HandleCallback<R, X> work) throws X {
    try {
      return work.withHandle(handle);
    } catch (RuntimeException e) {
      drop(handle.getConnection(), e);
      throw e;
    }
  }

  private void drop(Connection connection, RuntimeException failure) {
    if (dialect == Dialect.H2 && Unavailability.isMet(failure)) {
      pool.drop(connection);
    }
  }

  /** A store that could not write stays broken until its last connection is closed. */
  private RuntimeException failed(RuntimeException failure) {
    if (embedded != null && Unavailability.isMet(failure) && embedded.isBroken()) {
      evict();
    }
    return Unavailability.translate(failure);
  }

  private void evict() {
    pools.forEach(ConnectionPool::evict);
  }

  private Handle openHandle() {
    return pool.jdbi().open();
  }

  private void forceToDisk() {
    read(handle -> handle.execute("CHECKPOINT SYNC"));
  }
}
