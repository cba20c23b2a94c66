package io.archway.index.matching;

import io.archway.index.worklist.ScheduledStep;
import java.util.List;

/** A series of a study that arrived; the modality is null where it says none. */
record ArrivedSeries(long seriesKey, String modality, List<RequestNamed> requests) {
  ArrivedSeries {
    requests = List.copyOf(requests);
  }

  /** By its id alone, which tells steps of one item apart, but not items. */
  boolean names(ScheduledStep step) {
    return requests.stream()
        .anyMatch(request -> request.scheduledProcedureStepId().equals(step.id()));
  }
}
