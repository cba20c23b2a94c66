package io.archway.index.matching;

import io.archway.index.worklist.ScheduledStep;
import java.util.List;

/**
 * A series of a study that arrived; the modality is null where it says none, {@code
 * performedStepUid} "".
 */
record ArrivedSeries(
    long seriesKey, String modality, String performedStepUid, List<RequestNamed> requests) {
  ArrivedSeries {
    requests = List.copyOf(requests);
  }

  /** By its id alone, which tells steps of one item apart, but not items. */
  boolean names(ScheduledStep step) {
    boolean performed =
        !performedStepUid.isEmpty() && performedStepUid.equals(step.performedStepUid());
    return performed
        || requests.stream()
            .anyMatch(request -> request.scheduledProcedureStepId().equals(step.id()));
  }

  ArrivedSeries with(List<RequestNamed> named) {
    return new ArrivedSeries(seriesKey, modality, performedStepUid, named);
  }
}
