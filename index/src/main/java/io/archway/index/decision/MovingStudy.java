package io.archway.index.decision;

import io.archway.index.database.Statements;
import io.archway.index.event.EventType;
import io.archway.index.patient.PatientIdentity;
import java.sql.SQLException;
import java.util.List;

/** One study becomes another patient's; where it came under stays. */
final class MovingStudy {
  private static final String FIND =
      """
      SELECT s.study_key FROM study s
      WHERE s.study_instance_uid = ? AND s.organization_key = ? AND s.received_patient_key = ?
      """;
  private static final String LOCK =
      """
      SELECT s.study_key, s.patient_key FROM study s
      WHERE s.study_key = ? AND s.organization_key = ? FOR UPDATE
      """;
  private static final String MEDIUM = "SELECT medium_key FROM medium WHERE study_key = ?";
  private static final String MOVE = "UPDATE study SET patient_key = ? WHERE study_key = ?";
  private static final String MOVE_MEDIUM = "UPDATE medium SET patient_key = ? WHERE study_key = ?";

  private record Owned(long studyKey, long patientKey) {}

  private MovingStudy() {}

  static Deed act(Doing doing, Choice choice) throws SQLException {
    Owned study = lock(doing, studyKey(doing));
    Target target = Target.of(doing, choice);
    if (target.patientKey() == study.patientKey) {
      return new Deed.Nothing();
    }
    move(doing, study.studyKey, target.patientKey());
    return new Deed.Moved(
        study.studyKey, study.patientKey, target.patientKey(), target.madePatientKey());
  }

  /** That of the entry, or the one by which a doubtful name came. */
  private static long studyKey(Doing doing) throws SQLException {
    if (doing.entry().studyKey() != null) {
      return doing.entry().studyKey();
    }
    String uid = Json.tree(doing.entry().details()).path("study_instance_uid").asText("");
    List<Long> found =
        Statements.query(
            doing.connection(),
            FIND,
            binding ->
                binding.add(uid).add(doing.organizationKey()).add(doing.entry().patientKey()),
            row -> row.getLong(1));
    if (found.isEmpty()) {
      throw RefusedDecisionException.inTheWay("The study was deleted since.");
    }
    return found.get(0);
  }

  private static Owned lock(Doing doing, long studyKey) throws SQLException {
    return Statements.query(
            doing.connection(),
            LOCK,
            binding -> binding.add(studyKey).add(doing.organizationKey()),
            row -> new Owned(row.getLong(1), row.getLong(2)))
        .stream()
        .findFirst()
        .orElseThrow(() -> RefusedDecisionException.inTheWay("The study was deleted since."));
  }

  private static void move(Doing doing, long studyKey, long patientKey) throws SQLException {
    Statements.update(doing.connection(), MOVE, binding -> binding.add(patientKey).add(studyKey));
    Statements.update(
        doing.connection(), MOVE_MEDIUM, binding -> binding.add(patientKey).add(studyKey));
    List<Long> media =
        Statements.query(
            doing.connection(), MEDIUM, binding -> binding.add(studyKey), row -> row.getLong(1));
    Long medium = media.isEmpty() ? null : media.get(0);
    doing.tell(EventType.MEDIUM_UPDATED, patientKey, studyKey, medium, null);
  }

  static void undo(Doing doing, Deed.Moved deed) throws SQLException {
    Owned study = lock(doing, deed.studyKey());
    if (study.patientKey != deed.toPatientKey()) {
      throw RefusedDecisionException.inTheWay("The study belongs to a third patient since.");
    }
    PatientIdentity from = Target.lock(doing, deed.fromPatientKey());
    if (from.mergedIntoKey() != null) {
      throw RefusedDecisionException.inTheWay(
          "The patient to whom the study belonged was merged into another since.");
    }
    move(doing, deed.studyKey(), deed.fromPatientKey());
    if (deed.madePatientKey() != null) {
      MadePatients.remove(doing, deed.madePatientKey());
    }
  }
}
