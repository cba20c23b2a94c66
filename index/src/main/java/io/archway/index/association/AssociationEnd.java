package io.archway.index.association;

import java.time.Instant;

/**
 * How an association ended: {@code ending} is one word, {@code endReason} a sentence for a person.
 */
public record AssociationEnd(
    long associationKey,
    Ending ending,
    String endReason,
    long objectsStored,
    long objectsFailed,
    long bytesReceived,
    Instant endedAt) {
  /** The ways an association ends. */
  public enum Ending {
    RELEASED,
    REJECTED,
    ABORTED_BY_PEER,
    ABORTED,
    LOST,
    TIMED_OUT,
    STOPPED
  }
}
