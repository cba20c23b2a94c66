package io.archway.index.worklist;

/** One answer of the Modality Worklist (PS3.4 Table K.6-1): a step, its item and its patient. */
public record WorklistAnswer(ScheduledStep step, WorklistItem item, WorklistPatient patient) {}
