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
    String details) {
  public NewEvent {
    Objects.requireNonNull(type, "type");
  }
}
