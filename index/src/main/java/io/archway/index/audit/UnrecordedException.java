package io.archway.index.audit;

/** An entry could not be recorded: whoever waits for it must not go on. */
public final class UnrecordedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnrecordedException(String message, Throwable cause) {
    super(message, cause);
  }
}
