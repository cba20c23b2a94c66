package io.archway.index.decision;

import java.time.Instant;

/** A decision that cannot be made or undone; nothing was changed. */
public final class RefusedDecisionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why not. */
  public enum Refusal {
    /** There is no such entry, or it is of another organization. */
    NOT_FOUND,
    /** Somebody has decided it before. */
    DECIDED,
    /** What was chosen does not fit the entry; the field says which. */
    UNFIT,
    /** Something else that has happened stands in the way. */
    IN_THE_WAY
  }

  private final Refusal refusal;
  private final String field;
  private final Long decidedByKey;
  private final Instant decidedAt;

  private RefusedDecisionException(
      Refusal refusal, String field, String message, Long decidedByKey, Instant decidedAt) {
    super(message);
    this.refusal = refusal;
    this.field = field;
    this.decidedByKey = decidedByKey;
    this.decidedAt = decidedAt;
  }

  public static RefusedDecisionException notFound() {
    return new RefusedDecisionException(Refusal.NOT_FOUND, null, "no such entry", null, null);
  }

  public static RefusedDecisionException decided(Long byKey, Instant at) {
    return new RefusedDecisionException(Refusal.DECIDED, null, "decided before", byKey, at);
  }

  public static RefusedDecisionException unfit(String field, String message) {
    return new RefusedDecisionException(Refusal.UNFIT, field, message, null, null);
  }

  public static RefusedDecisionException inTheWay(String message) {
    return new RefusedDecisionException(Refusal.IN_THE_WAY, null, message, null, null);
  }

  public Refusal refusal() {
    return refusal;
  }

  /** The member of the request that is wrong, or null. */
  public String field() {
    return field;
  }

  /** Null where the gateway did, or nobody. */
  public Long decidedByKey() {
    return decidedByKey;
  }

  public Instant decidedAt() {
    return decidedAt;
  }
}
