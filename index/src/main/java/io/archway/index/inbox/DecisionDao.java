package io.archway.index.inbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of decisions. They are never changed but by being undone, once. */
public interface DecisionDao {
  String SELECT =
      """
      SELECT decision_key, organization_key, action, inbox_key, worklist_item_key, patient_key,
        study_key, instance_key, undo_details, decided_by_key, decided_why, decided_at,
        undone_by_key, undone_why, undone_at
      FROM decision
      """;

  @SqlUpdate(
      """
      INSERT INTO decision (decision_key, organization_key, action, inbox_key, worklist_item_key,
        patient_key, study_key, instance_key, undo_details, decided_by_key, decided_why, decided_at)
      VALUES (:decisionKey, :organizationKey, :action, :inboxKey, :worklistItemKey, :patientKey,
        :studyKey, :instanceKey, :undoDetails, :decidedByKey, :decidedWhy, :decidedAt)
      """)
  void insert(@BindMethods Decision decision);

  @SqlQuery(SELECT + "WHERE decision_key = :decisionKey AND organization_key = :organizationKey")
  Optional<Decision> find(long organizationKey, long decisionKey);

  /** Gives 0 where it was undone before. */
  @SqlUpdate(
      """
      UPDATE decision SET undone_by_key = :userKey, undone_why = :why, undone_at = :now
      WHERE decision_key = :decisionKey AND organization_key = :organizationKey
        AND undone_at IS NULL
      """)
  int undo(long organizationKey, long decisionKey, Long userKey, String why, Instant now);

  /** The last first. */
  @SqlQuery(
      SELECT
          + """
            WHERE inbox_key = :inboxKey AND organization_key = :organizationKey
            ORDER BY decision_key DESC FETCH FIRST 1000 ROWS ONLY
            """)
  List<Decision> ofInbox(long organizationKey, long inboxKey);

  @SqlQuery(
      SELECT
          + """
            WHERE worklist_item_key = :itemKey AND organization_key = :organizationKey
            ORDER BY decision_key DESC FETCH FIRST 1000 ROWS ONLY
            """)
  List<Decision> ofItem(long organizationKey, long itemKey);

  @SqlQuery(
      SELECT
          + """
            WHERE patient_key = :patientKey AND organization_key = :organizationKey
            ORDER BY decision_key DESC FETCH FIRST 1000 ROWS ONLY
            """)
  List<Decision> ofPatient(long organizationKey, long patientKey);

  @SqlQuery(
      """
      SELECT count(*) FROM (SELECT 1 FROM decision WHERE organization_key = :organizationKey
        FETCH FIRST :most ROWS ONLY) counted
      """)
  long count(long organizationKey, int most);

  /** Everything decided, the last first. */
  @SqlQuery(
      SELECT
          + """
            WHERE organization_key = :organizationKey
            ORDER BY organization_key, decision_key DESC
            OFFSET :offset ROWS FETCH FIRST :most ROWS ONLY
            """)
  List<Decision> list(long organizationKey, int offset, int most);
}
