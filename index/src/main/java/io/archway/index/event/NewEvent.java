package io.archway.index.event;

import java.util.Objects;

/** An event to be written; {@code details} is JSON or null. */
public record NewEvent(
    long organizationKey,
    EventType type,
    Long patientKey,
    Long studyKey,
    Long mediumKey,
    Long instanceKey,
    Long inboxKey,
    Long worklistItemKey,
    String details) {
  public NewEvent {
    Objects.requireNonNull(type, "type");
  }

  /** An event that tells of no worklist item. */
  public NewEvent(
      long organizationKey,
      EventType type,
      Long patientKey,
      Long studyKey,
      Long mediumKey,
      Long instanceKey,
      Long inboxKey,
      String details) {
    this(
        organizationKey,
        type,
        patientKey,
        studyKey,
        mediumKey,
        instanceKey,
        inboxKey,
        null,
        details);
  }

  /** An event of a worklist item, and what it has to do with. */
  public static NewEvent ofItem(
      EventType type, long organizationKey, long itemKey, Long patientKey, Long mediumKey) {
    return new NewEvent(
        organizationKey, type, patientKey, null, mediumKey, null, null, itemKey, null);
  }
}
