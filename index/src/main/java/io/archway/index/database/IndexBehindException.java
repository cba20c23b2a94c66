package io.archway.index.database;

import io.archway.index.store.LogPosition;

/**
 * The index knows less of the log than this process has written to it: a disk that could not be
 * written took the last commits of H2. Nothing may be written behind what is missing; the log is
 * replayed first.
 */
public final class IndexBehindException extends RuntimeException {
  private final transient LogPosition known;

  /**
   * @param known up to where the index knew the log before
   */
  public IndexBehindException(LogPosition found, LogPosition known) {
    super("index: knows the log up to " + found + " (expected: >= " + known + ")");
    this.known = known;
  }

  public LogPosition known() {
    return known;
  }
}
