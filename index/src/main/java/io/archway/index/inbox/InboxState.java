package io.archway.index.inbox;

/** How far an entry is. Names are kept in rows: never rename one. */
public enum InboxState {
  OPEN,
  /** Somebody, or the gateway itself, has found the answer. */
  RESOLVED,
  /** None of what was proposed; also an object that was discarded. */
  REJECTED
}
