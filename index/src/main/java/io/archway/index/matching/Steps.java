package io.archway.index.matching;

import io.archway.index.worklist.ScheduledStep;
import java.util.List;

/** Which step of an item images are of, where they name none. */
final class Steps {
  private Steps() {}

  /** The only one; or the first of the modality, one still open before others; else null. */
  static Long of(List<ScheduledStep> steps, String modality) {
    if (steps.size() == 1) {
      return steps.get(0).stepKey();
    }
    List<ScheduledStep> same =
        steps.stream().filter(step -> step.modality().equals(modality)).toList();
    return same.stream()
        .filter(ScheduledStep::open)
        .findFirst()
        .or(() -> same.stream().findFirst())
        .map(ScheduledStep::stepKey)
        .orElse(null);
  }
}
