package io.archway.index.study;

/** One item of the Request Attributes Sequence (0040,0275): the order that an object names. */
public record RequestAttributes(
    String studyInstanceUid,
    String accessionNumber,
    String requestedProcedureId,
    String scheduledProcedureStepId) {}
