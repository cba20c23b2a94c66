package io.archway.index.matching;

import io.archway.index.worklist.ScheduledStep;
import java.util.List;
import java.util.Optional;

/** Which step of an item a series is of. */
final class Steps {
  private Steps() {}

  /**
   * The one that the series names by its id; the only one; or the first of the modality, one still
   * open before others; else null.
   */
  static Long of(List<ScheduledStep> steps, ArrivedSeries series) {
    Optional<ScheduledStep> named = steps.stream().filter(series::names).findFirst();
    if (named.isPresent() || steps.size() == 1) {
      return named.orElseGet(() -> steps.get(0)).stepKey();
    }
    List<ScheduledStep> same =
        steps.stream().filter(step -> step.modality().equals(series.modality())).toList();
    return same.stream()
        .filter(ScheduledStep::open)
        .findFirst()
        .or(() -> same.stream().findFirst())
        .map(ScheduledStep::stepKey)
        .orElse(null);
  }
}
