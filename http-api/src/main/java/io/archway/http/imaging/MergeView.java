package io.archway.http.imaging;

import io.archway.index.inbox.Decision;
import io.archway.index.patient.PatientMerge;
import java.time.Instant;
import java.util.Optional;

/** A merge that holds: who was merged into whom, when, by whom and why. */
record MergeView(
    long id, long fromPatientId, long intoPatientId, Instant mergedAt, Long userId, String reason) {

  static MergeView of(PatientMerge merge, Optional<Decision> decision) {
    return new MergeView(
        merge.patientMergeKey(),
        merge.fromPatientKey(),
        merge.intoPatientKey(),
        merge.mergedAt(),
        decision.map(Decision::decidedByKey).orElse(null),
        decision.map(Decision::decidedWhy).orElse(null));
  }
}
