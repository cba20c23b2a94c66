package io.archway.index.worklist;

import java.util.List;

/** An item as lists show it, with its patient and its steps. */
public record WorklistEntry(WorklistItem item, WorklistPatient patient, List<ScheduledStep> steps) {
  public WorklistEntry {
    steps = List.copyOf(steps);
  }
}
