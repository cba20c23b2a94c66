package io.archway.index.message;

/** What became of a message. */
public enum MessageState {
  WAITING,
  SENT,
  /** Refused for good, or tried as often as is allowed. */
  FAILED,
  /** Worth nothing any more before it was sent. */
  EXPIRED,
  /** To nobody: as much work as a message to somebody, so that no time tells who is known. */
  DROPPED
}
