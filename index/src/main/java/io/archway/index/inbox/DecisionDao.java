package io.archway.index.inbox;

import io.archway.index.access.Visibility;
import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of decisions. They are never changed but by being undone, once. */
public interface DecisionDao extends SqlObject {
  String COLUMNS =
      """
      decision_key, organization_key, action, inbox_key, worklist_item_key, patient_key,
      study_key, instance_key, undo_details, decided_by_key, decided_why, decided_at,
      undone_by_key, undone_why, undone_at
      """;
  String SELECT = "SELECT " + COLUMNS + " FROM decision ";

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

  /** Everything decided that somebody sees, the last first. */
  default Page<Decision> page(long organizationKey, Visibility visible, PageRequest page) {
    if (visible.isNone()) {
      return Page.empty();
    }
    String from = " FROM decision d WHERE d.organization_key = :organizationKey";
    from += visible.andDecision("d");
    long counted =
        getHandle()
            .createQuery(
                "SELECT count(*) FROM (SELECT 1" + from + " FETCH FIRST :most ROWS ONLY) counted")
            .bind("organizationKey", organizationKey)
            .bind("most", PageRequest.COUNT_LIMIT + 1)
            .mapTo(long.class)
            .one();
    List<Decision> rows =
        getHandle()
            .createQuery(
                "SELECT "
                    + COLUMNS
                    + from
                    + """
                       ORDER BY d.organization_key, d.decision_key DESC
                      OFFSET :offset ROWS FETCH FIRST :most ROWS ONLY
                      """)
            .bind("organizationKey", organizationKey)
            .bind("offset", page.offset())
            .bind("most", page.perPage())
            .mapTo(Decision.class)
            .list();
    return Page.counted(rows, counted);
  }
}
