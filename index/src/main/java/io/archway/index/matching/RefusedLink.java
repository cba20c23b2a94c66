package io.archway.index.matching;

import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A person has taken images of a Study Instance UID from an item: nothing of that UID is linked
 * unasked from then on, whatever its study's row. {@code byKey} is null for a machine.
 */
public record RefusedLink(
    long organizationKey,
    String studyInstanceUid,
    long decisionKey,
    long worklistItemKey,
    Long byKey) {
  private static final String INSERT =
      """
      INSERT INTO refused_link (organization_key, study_instance_uid, decision_key,
        worklist_item_key, refused_by_key)
      VALUES (?, ?, ?, ?, ?)
      """;
  private static final String OF_STUDY =
      """
      SELECT organization_key, study_instance_uid, decision_key, worklist_item_key, refused_by_key
      FROM refused_link WHERE organization_key = ? AND study_instance_uid = ?
      ORDER BY decision_key DESC FETCH FIRST 1000 ROWS ONLY
      """;
  private static final String DELETE =
      """
      DELETE FROM refused_link
      WHERE organization_key = ? AND study_instance_uid = ? AND decision_key = ?
      """;

  void insert(Connection connection) throws SQLException {
    Statements.update(
        connection,
        INSERT,
        binding ->
            binding
                .add(organizationKey)
                .add(studyInstanceUid)
                .add(decisionKey)
                .add(worklistItemKey)
                .add(byKey));
  }

  void delete(Connection connection) throws SQLException {
    Statements.update(
        connection,
        DELETE,
        binding -> binding.add(organizationKey).add(studyInstanceUid).add(decisionKey));
  }

  /** The last first. */
  static List<RefusedLink> ofStudy(Connection connection, ArrivedStudy study) throws SQLException {
    return Statements.query(
        connection,
        OF_STUDY,
        binding -> binding.add(study.organizationKey()).add(study.studyInstanceUid()),
        row -> {
          Reading reading = new Reading(row);
          return new RefusedLink(
              reading.key(), reading.text(), reading.key(), reading.key(), reading.keyOrNull());
        });
  }
}
