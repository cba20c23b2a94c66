package io.archway.index.matching;

import io.archway.index.inbox.InboxReason;
import io.archway.index.worklist.MatchGrade;
import java.util.List;
import java.util.function.Predicate;

/**
 * Decides by rules alone: a certain match links by itself where the patient does not contradict and
 * nothing certain points elsewhere; everything else waits for a person.
 */
final class Judgement {
  private Judgement() {}

  static Verdict of(ArrivedSeries series, List<Candidate> candidates) {
    List<Candidate> sorted = candidates.stream().sorted(Candidate.BEST_FIRST).toList();
    if (sorted.isEmpty()) {
      return new Verdict.Unordered();
    }
    if (!sorted.get(0).isCertain()) {
      return sorted.size() == 1
          ? new Verdict.Waits(InboxReason.ORDER_UNMATCHED, "no_identifier_of_the_order", sorted)
          : new Verdict.Waits(InboxReason.ORDER_AMBIGUOUS, "several_orders", sorted);
    }
    return ofCertain(series, sorted);
  }

  private static Verdict ofCertain(ArrivedSeries series, List<Candidate> sorted) {
    MatchGrade surest = sorted.get(0).grade();
    List<Candidate> named = sorted.stream().filter(candidate -> candidate.has(surest)).toList();
    List<Candidate> agreeing =
        named.stream().filter(candidate -> !candidate.contradicts()).toList();
    if (agreeing.isEmpty()) {
      return new Verdict.Waits(InboxReason.ORDER_CONTRADICTS, "other_patient", sorted);
    }
    List<Candidate> open =
        agreeing.stream().filter(candidate -> !candidate.item().isCancelled()).toList();
    if (open.isEmpty()) {
      return new Verdict.Waits(InboxReason.ORDER_CONTRADICTS, "order_cancelled", sorted);
    }
    List<Candidate> left = toldApart(series, open);
    if (left.size() > 1) {
      return new Verdict.Waits(InboxReason.ORDER_AMBIGUOUS, "several_orders", sorted);
    }
    return pointsElsewhere(sorted, named, left.get(0))
        ? new Verdict.Waits(InboxReason.ORDER_AMBIGUOUS, "identifiers_disagree", sorted)
        : new Verdict.Linked(left.get(0), left.get(0).grade());
  }

  /** By step, accession number, then modality; each counts where it leaves somebody. */
  private static List<Candidate> toldApart(ArrivedSeries series, List<Candidate> items) {
    List<Candidate> left = items;
    for (Predicate<Candidate> by :
        List.<Predicate<Candidate>>of(
            candidate -> candidate.hasStepOf(series),
            candidate -> candidate.has(MatchGrade.ACCESSION_NUMBER),
            candidate -> candidate.hasModality(series.modality()))) {
      List<Candidate> fewer = left.stream().filter(by).toList();
      left = fewer.isEmpty() ? left : fewer;
    }
    return left;
  }

  /** Something certain names an item by what does not name the chosen one. */
  private static boolean pointsElsewhere(
      List<Candidate> all, List<Candidate> named, Candidate chosen) {
    return all.stream()
        .filter(candidate -> !named.contains(candidate))
        .flatMap(candidate -> candidate.evidence().stream())
        .anyMatch(grade -> grade.isCertain() && !chosen.has(grade));
  }
}
