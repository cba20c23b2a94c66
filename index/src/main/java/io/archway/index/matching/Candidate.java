package io.archway.index.matching;

import io.archway.index.worklist.MatchGrade;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistPatient;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * An item that images may be of.
 *
 * @param evidence everything that speaks for it, never empty
 * @param steps as far as found, in the order of their start
 */
record Candidate(
    WorklistItem item,
    WorklistPatient patient,
    Set<MatchGrade> evidence,
    List<ScheduledStep> steps,
    boolean contradicts,
    List<Difference> differences) {
  /** The surest first; of one grade those whose patient does not contradict, then the oldest. */
  static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparing(Candidate::grade)
          .thenComparing(Candidate::contradicts)
          .thenComparing(candidate -> candidate.item.isCancelled())
          .thenComparing(candidate -> candidate.item.worklistItemKey());

  Candidate {
    evidence = Set.copyOf(evidence);
    steps = List.copyOf(steps);
    differences = List.copyOf(differences);
  }

  MatchGrade grade() {
    return evidence.stream().min(Comparator.naturalOrder()).orElseThrow();
  }

  boolean isCertain() {
    return grade().isCertain();
  }

  boolean has(MatchGrade grade) {
    return evidence.contains(grade);
  }

  boolean hasModality(String modality) {
    return steps.stream().anyMatch(step -> step.modality().equals(modality));
  }

  boolean hasStepOf(ArrivedSeries series) {
    return steps.stream().anyMatch(series::names);
  }

  /** The step that a series is of; null where nothing tells. */
  Long stepKey(ArrivedSeries series) {
    return Steps.of(steps, series);
  }
}
