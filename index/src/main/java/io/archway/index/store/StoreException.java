package io.archway.index.store;

import java.io.IOException;

/** The one exception of the store; {@link #error()} says what to do about it. */
public final class StoreException extends IOException {

  private final StoreError error;

  public StoreException(StoreError error, String message) {
    super(message);
    this.error = error;
  }

  public StoreException(StoreError error, String message, Throwable cause) {
    super(message, cause);
    this.error = error;
  }

  public StoreError error() {
    return error;
  }
}
