package io.archway.index.database;

/** Another transaction made what this one was about to make: repeating it finds it there. */
public final class ConcurrentChangeException extends RuntimeException {
  public ConcurrentChangeException(String message) {
    super(message);
  }
}
