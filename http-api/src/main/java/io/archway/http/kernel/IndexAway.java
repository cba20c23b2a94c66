package io.archway.http.kernel;

import io.archway.index.database.IndexUnavailableException;

/** What every family says where the index, which all stand on, is away. */
public final class IndexAway {

  private static final int RETRY_AFTER_SECONDS = 5;

  private IndexAway() {}

  /** Null where the fault is another. */
  public static Problem problemOf(Throwable fault) {
    return fault instanceof IndexUnavailableException
        ? Problem.unavailable("The index is away. Try again later.", RETRY_AFTER_SECONDS)
        : null;
  }
}
