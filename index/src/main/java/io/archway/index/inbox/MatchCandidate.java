package io.archway.index.inbox;

/**
 * What an inbox entry proposes, number 1 the best: an item and step for images, or a patient to
 * merge with. {@code grade} is a name of {@link io.archway.index.worklist.MatchGrade}; {@code
 * differences} is JSON.
 */
public record MatchCandidate(
    long inboxKey,
    int candidateNumber,
    long organizationKey,
    Long worklistItemKey,
    Long stepKey,
    Long patientKey,
    String grade,
    String differences) {}
