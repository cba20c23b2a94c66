package io.archway.index.matching;

import io.archway.index.worklist.MatchGrade;
import java.util.List;

/** An order proposed for images; the step is null where nothing tells it. */
record Proposal(
    long worklistItemKey, Long stepKey, MatchGrade grade, List<Difference> differences) {
  Proposal {
    differences = List.copyOf(differences);
  }

  static Proposal of(Candidate candidate, ArrivedSeries series) {
    return new Proposal(
        candidate.item().worklistItemKey(),
        candidate.stepKey(series),
        candidate.grade(),
        candidate.differences());
  }
}
