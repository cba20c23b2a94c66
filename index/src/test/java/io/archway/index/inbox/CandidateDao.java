package io.archway.index.inbox;

import java.util.List;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** What inbox entries propose, as tests look at it. */
public interface CandidateDao {
  String SELECT =
      """
      SELECT c.inbox_key, c.candidate_number, c.organization_key, c.worklist_item_key, c.step_key,
        c.patient_key, c.grade, c.differences
      FROM match_candidate c
      """;

  @SqlBatch(
      """
      INSERT INTO match_candidate (inbox_key, candidate_number, organization_key,
        worklist_item_key, step_key, patient_key, grade, differences)
      VALUES (:inboxKey, :candidateNumber, :organizationKey, :worklistItemKey, :stepKey,
        :patientKey, :grade, :differences)
      """)
  void insert(@BindMethods Iterable<MatchCandidate> candidates);

  /** Before others are proposed. */
  @SqlUpdate("DELETE FROM match_candidate WHERE inbox_key = :inboxKey")
  int delete(long inboxKey);

  /** The best first. */
  @SqlQuery(
      SELECT
          + """
            WHERE c.inbox_key = :inboxKey AND c.organization_key = :organizationKey
            ORDER BY c.inbox_key, c.candidate_number FETCH FIRST 100 ROWS ONLY
            """)
  List<MatchCandidate> of(long organizationKey, long inboxKey);

  /** Of all entries of a page at once. */
  @SqlQuery(
      SELECT
          + """
            WHERE c.inbox_key IN (<inboxKeys>) AND c.organization_key = :organizationKey
            ORDER BY c.inbox_key, c.candidate_number FETCH FIRST 10000 ROWS ONLY
            """)
  List<MatchCandidate> ofAll(long organizationKey, @BindList("inboxKeys") List<Long> inboxKeys);

  /** Open entries that propose an item: no longer right once it is linked or cancelled. */
  @SqlQuery(
      SELECT
          + """
            JOIN inbox i ON i.inbox_key = c.inbox_key
            WHERE c.worklist_item_key = :itemKey AND i.organization_key = :organizationKey
              AND i.state = 'OPEN'
            ORDER BY c.inbox_key FETCH FIRST 1000 ROWS ONLY
            """)
  List<MatchCandidate> openOfItem(long organizationKey, long itemKey);
}
