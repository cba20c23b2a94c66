package io.archway.index.audit;

import java.time.Instant;

/**
 * Which entries are asked for; null for any.
 *
 * @param patientKey entries of this patient and of all that is theirs
 * @param from the first moment
 * @param before the first moment after
 */
public record AuditFilter(
    Long userKey, Long patientKey, RecordKey record, Action action, Instant from, Instant before) {}
