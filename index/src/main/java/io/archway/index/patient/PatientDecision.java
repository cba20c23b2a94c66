package io.archway.index.patient;

import io.archway.index.event.NewEvent;
import java.util.List;

/** What became of a person's decision about patients. */
public sealed interface PatientDecision {
  /** It is written; the events are to be appended last. */
  record Done(long decisionKey, List<NewEvent> events) implements PatientDecision {
    public Done {
      events = List.copyOf(events);
    }
  }

  /**
   * Nothing was changed.
   *
   * @param patientKey whom the reason is about
   * @param mergedIntoKey where {@link Reason#MERGED} has sent them, else null
   */
  record Refused(Reason reason, long patientKey, Long mergedIntoKey) implements PatientDecision {}

  /** Why not. */
  enum Reason {
    /** Gone, or of another organization. */
    NOT_FOUND,
    /** The two are one. */
    SAME,
    /** Is merged into another already. */
    MERGED,
    /** Is merged into nobody. */
    NOT_MERGED,
    /** Has no Patient ID, so that nobody known can be merged into them. */
    UNIDENTIFIED
  }
}
