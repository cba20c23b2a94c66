package io.archway.index.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.function.Predicate;
import org.h2.mvstore.MVStoreException;
import org.jdbi.v3.core.ConnectionException;

/** Tells "the database is away" from every other failure. */
final class Unavailability {
  /** H2: closed, connection broken, file errors, closed store, out of disk (general I/O). */
  private static final Set<Integer> H2_CODES =
      Set.of(90007, 90028, 90031, 90067, 90098, 90108, 90121, 90135);

  private static final Set<String> CONCURRENCY =
      Set.of("40001", "40P01", "55P03", "HYT00", "90131");

  /** A statement that was ended since it took too long; it takes as long at once again. */
  private static final Set<String> TOO_LONG = Set.of("57014");

  private Unavailability() {}

  static RuntimeException translate(RuntimeException failure) {
    if (failure instanceof IndexUnavailableException) {
      return failure;
    }
    Throwable cause = causeInIndex(failure);
    return cause == null
        ? failure
        : new IndexUnavailableException("index is away: " + describe(cause), failure);
  }

  /** Whether the index is away, said or not. */
  static boolean isOfIndex(Throwable failure) {
    return failure instanceof IndexUnavailableException || causeInIndex(failure) != null;
  }

  /** Whether the database itself said so, not somebody who knows of it. */
  static boolean isMet(Throwable failure) {
    return causeInIndex(failure) != null;
  }

  /** H2 tells a lock that it did not get by a fault of its store, too. */
  private static Throwable causeInIndex(Throwable failure) {
    if (isConcurrency(failure) || isTooLong(failure)) {
      return null;
    }
    return first(
        failure,
        cause ->
            cause instanceof ConnectionException
                || cause instanceof MVStoreException
                || cause instanceof SQLException sql && isAway(sql));
  }

  /** Deadlock, serialization, lock timeout (SQL states of both), or a row that came first. */
  static boolean isConcurrency(Throwable failure) {
    return first(
            failure,
            cause -> cause instanceof ConcurrentChangeException || isOf(CONCURRENCY, cause))
        != null;
  }

  /** Whether a statement took too long. */
  static boolean isTooLong(Throwable failure) {
    return first(failure, cause -> isOf(TOO_LONG, cause)) != null;
  }

  private static Throwable first(Throwable failure, Predicate<Throwable> wanted) {
    Throwable cause = failure;
    while (cause != null && !wanted.test(cause)) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static boolean isOf(Set<String> states, Throwable cause) {
    return cause instanceof SQLException sql && states.contains(String.valueOf(sql.getSQLState()));
  }

  private static boolean isAway(SQLException e) {
    if (e instanceof SQLTransientConnectionException
        || e instanceof SQLNonTransientConnectionException
        || H2_CODES.contains(e.getErrorCode())) {
      return true;
    }
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    // 08: connection; 57P01..03: shut down, crash, starting; 53: no resources; 25006: read-only
    // standby
    return state.startsWith("08")
        || state.startsWith("57P0")
        || state.startsWith("53")
        || state.equals("25006");
  }

  /** Kinds and codes alone, down to the first cause: messages may repeat values of rows. */
  static String describe(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(text.isEmpty() ? "" : ", ").append(cause.getClass().getSimpleName());
      if (cause instanceof SQLException sql) {
        text.append(' ').append(sql.getSQLState()).append(' ').append(sql.getErrorCode());
      } else if (cause instanceof MVStoreException store) {
        text.append(' ').append(store.getErrorCode());
      }
    }
    return text.toString();
  }
}
