package io.archway.index.worklist;

import java.time.Instant;

/**
 * One series that belongs to an item, and to one of its steps where that is known. {@code
 * decisionKey} is null where the gateway linked by itself.
 */
public record WorklistLink(
    long seriesKey,
    long worklistItemKey,
    long organizationKey,
    long studyKey,
    Long stepKey,
    MatchGrade grade,
    Long decisionKey,
    Instant linkedAt) {}
