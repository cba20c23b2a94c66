package io.archway.index.matching;

import io.archway.index.worklist.MatchGrade;
import java.util.List;

/** An order proposed for images; the step is null where nothing tells it. */
record Proposal(
    long worklistItemKey, Long stepKey, MatchGrade grade, List<Difference> differences) {
  Proposal {
    differences = List.copyOf(differences);
  }

  static Proposal of(Candidate candidate, String modality) {
    return new Proposal(
        candidate.item().worklistItemKey(),
        candidate.stepKey(modality),
        candidate.grade(),
        candidate.differences());
  }
}
