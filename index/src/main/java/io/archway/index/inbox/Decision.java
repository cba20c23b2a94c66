package io.archway.index.inbox;

import java.time.Instant;

/**
 * What was decided, by whom (null: by the gateway) and why, and what it takes to restore exactly
 * what was ({@code undoDetails}, JSON). {@code undoneAt} is null while it holds.
 */
public record Decision(
    long decisionKey,
    long organizationKey,
    DecisionAction action,
    Long inboxKey,
    Long worklistItemKey,
    Long patientKey,
    Long studyKey,
    Long instanceKey,
    String undoDetails,
    Long decidedByKey,
    String decidedWhy,
    Instant decidedAt,
    Long undoneByKey,
    String undoneWhy,
    Instant undoneAt) {
  /** A decision about to be kept. */
  public static Decision of(
      long decisionKey,
      long organizationKey,
      DecisionAction action,
      String undoDetails,
      Long decidedByKey,
      String decidedWhy,
      Instant decidedAt) {
    return new Decision(
        decisionKey,
        organizationKey,
        action,
        null,
        null,
        null,
        null,
        null,
        undoDetails,
        decidedByKey,
        decidedWhy,
        decidedAt,
        null,
        null,
        null);
  }

  /** What it is about; each may be null. */
  public Decision about(Long inbox, Long worklistItem, Long patient, Long study, Long instance) {
    return new Decision(
        decisionKey,
        organizationKey,
        action,
        inbox,
        worklistItem,
        patient,
        study,
        instance,
        undoDetails,
        decidedByKey,
        decidedWhy,
        decidedAt,
        undoneByKey,
        undoneWhy,
        undoneAt);
  }
}
