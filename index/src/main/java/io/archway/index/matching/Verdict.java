package io.archway.index.matching;

import io.archway.index.inbox.InboxReason;
import io.archway.index.worklist.MatchGrade;
import java.util.List;

/** What is to become of a series that belongs to no item. */
sealed interface Verdict {
  /** It is certain enough to be done unasked. */
  record Linked(Candidate to, MatchGrade grade) implements Verdict {}

  /** A person decides; {@code why} is a word for the machine that shows it. */
  record Waits(InboxReason reason, String why, List<Candidate> candidates) implements Verdict {
    static final String TAKEN_BACK = "taken_back";

    public Waits {
      candidates = List.copyOf(candidates);
    }

    /** It names another order than the one that a person chose for the rest of the study. */
    static Waits decidedOtherwise(List<Candidate> candidates) {
      return new Waits(InboxReason.ORDER_AMBIGUOUS, "decided_otherwise", candidates);
    }

    /** Images of its Study Instance UID were linked with the wrong order before. */
    static Waits takenBack(List<Candidate> candidates) {
      return new Waits(InboxReason.ORDER_UNMATCHED, TAKEN_BACK, candidates);
    }
  }

  /** No order resembles it. */
  record Unordered() implements Verdict {}
}
