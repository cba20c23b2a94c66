package io.archway.index.inbox;

import java.time.Instant;

/**
 * What waits for a person, or did. {@code details} is JSON; a quarantined object has a location.
 */
public record InboxEntry(
    long inboxKey,
    long organizationKey,
    String reason,
    String subject,
    String state,
    Long patientKey,
    Long studyKey,
    Long instanceKey,
    Long recordNumber,
    String container,
    Long byteOffset,
    Long byteLength,
    Long officeKey,
    String details,
    Instant createdAt,
    Instant closedAt,
    Long closedByKey,
    String closedWhy) {
  public static final String OPEN = "OPEN";
  public static final String RESOLVED = "RESOLVED";
  public static final String REJECTED = "REJECTED";
}
