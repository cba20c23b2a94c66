package io.archway.index.event;

import java.time.Instant;

/** One change, as followers read it. Numbers rise without gaps and become visible in order. */
public record Event(
    long eventNumber,
    long organizationKey,
    String eventType,
    Long patientKey,
    Long studyKey,
    Long mediumKey,
    Long instanceKey,
    Long inboxKey,
    Long worklistItemKey,
    String details,
    Instant occurredAt) {}
