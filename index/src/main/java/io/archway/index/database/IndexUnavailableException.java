package io.archway.index.database;

/**
 * The index cannot be reached now: no connection within the limit, or the connection was lost.
 * Nothing of the unit of work is visible, except that a lost COMMIT may have arrived; every write
 * here may be repeated. Callers answer A700 or 503; the next call may succeed.
 */
public final class IndexUnavailableException extends RuntimeException {
  public IndexUnavailableException(String message) {
    super(message);
  }

  public IndexUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
