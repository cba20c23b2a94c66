package io.archway.index.matching;

/** What an item of Request Attributes Sequence (0040,0275) names; "" where nothing. */
record RequestNamed(
    String studyInstanceUid,
    String accessionNumber,
    String requestedProcedureId,
    String scheduledProcedureStepId) {}
