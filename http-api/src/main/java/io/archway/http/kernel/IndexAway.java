package io.archway.http.kernel;

import io.archway.index.database.Database;

/**
 * What every family says where the index, which all stand on, is away, or where others are in the
 * way for longer than work is begun anew.
 */
public final class IndexAway {

  private static final int RETRY_AFTER_SECONDS = 5;
  private static final int RETRY_SOON_SECONDS = 1;

  private IndexAway() {}

  /** Null where the fault is another. */
  public static Problem problemOf(Throwable fault) {
    if (Database.isConcurrency(fault)) {
      return Problem.unavailable(
          "Others are changing the same. Try again later.", RETRY_SOON_SECONDS);
    }
    return Database.isPassing(fault)
        ? Problem.unavailable("The index is away. Try again later.", RETRY_AFTER_SECONDS)
        : null;
  }
}
