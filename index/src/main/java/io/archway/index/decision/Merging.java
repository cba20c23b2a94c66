package io.archway.index.decision;

import io.archway.index.patient.PatientDecision;
import io.archway.index.patient.PatientDecisions;
import io.archway.index.patient.PatientMerge;
import io.archway.index.patient.PatientMerges;
import java.sql.SQLException;
import java.util.Optional;

/** A patient row turns out to be the same person as another, who stays. */
final class Merging {
  private Merging() {}

  static Deed act(Doing doing, Choice choice) throws SQLException {
    long from = doing.entry().patientKey();
    Target target = Target.of(doing, choice);
    PatientDecision decided =
        decisions(doing)
            .merge(
                from,
                target.patientKey(),
                doing.entry().inboxKey(),
                doing.author().userKey(),
                doing.author().why());
    if (decided instanceof PatientDecision.Refused refused) {
      return refused(refused, from, target);
    }
    doing.events().addAll(((PatientDecision.Done) decided).events());
    long merge = merge(doing, from).orElseThrow().patientMergeKey();
    return new Deed.Merged(merge, from, target.madePatientKey());
  }

  private static PatientDecisions decisions(Doing doing) {
    return new PatientDecisions(doing.handle(), doing.keys(), doing.organizationKey(), doing.now());
  }

  private static Optional<PatientMerge> merge(Doing doing, long from) throws SQLException {
    return PatientMerges.ofPatient(doing.connection(), doing.organizationKey(), from);
  }

  private static Deed refused(PatientDecision.Refused refused, long from, Target target) {
    boolean ofEntry = refused.patientKey() == from;
    return switch (refused.reason()) {
      case SAME -> throw unfit("expected: another patient than that of the entry");
      case UNIDENTIFIED -> throw unfit("expected: a patient who has a Patient ID");
      case MERGED -> {
        if (ofEntry && refused.mergedIntoKey() == target.patientKey()) {
          yield new Deed.Nothing(); // somebody has merged them meanwhile
        }
        throw RefusedDecisionException.inTheWay(
            "Patient %d was merged into patient %d meanwhile."
                .formatted(refused.patientKey(), refused.mergedIntoKey()));
      }
      case NOT_FOUND, NOT_MERGED ->
          throw RefusedDecisionException.inTheWay("The patient of the entry was deleted.");
    };
  }

  private static RefusedDecisionException unfit(String message) {
    return RefusedDecisionException.unfit("patient_id", message);
  }

  /** Where somebody has taken the two apart already, only what was made is left to undo. */
  static void undo(Doing doing, Deed.Merged deed) throws SQLException {
    boolean stands =
        merge(doing, deed.fromPatientKey())
            .filter(found -> found.patientMergeKey() == deed.patientMergeKey())
            .isPresent();
    if (stands) {
      PatientDecision undone =
          decisions(doing)
              .unmerge(deed.fromPatientKey(), doing.author().userKey(), doing.author().why());
      if (undone instanceof PatientDecision.Done done) {
        doing.events().addAll(done.events());
      }
    }
    if (deed.madePatientKey() != null) {
      MadePatients.remove(doing, deed.madePatientKey());
    }
  }
}
