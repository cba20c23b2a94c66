package io.archway.index.worklist;

import java.time.Instant;

/**
 * What was done to an item, by whom and when. {@code changes} is JSON; {@code userKey} and {@code
 * username} are null where no user did it.
 */
public record HistoryEntry(
    long historyKey,
    long worklistItemKey,
    Action action,
    String changes,
    Long userKey,
    String username,
    Instant at) {
  /** Names are kept in rows: never rename one. */
  public enum Action {
    CREATED,
    CHANGED,
    DELETED
  }
}
