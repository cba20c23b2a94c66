package io.archway.index.worklist;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of what devices say by MPPS. */
public interface PerformedStepDao {
  String SELECT =
      """
      SELECT performed_step_key, organization_key, sop_instance_uid, status, calling_ae_title,
        device_key, worklist_item_key, modality, attributes, created_at, updated_at
      FROM performed_procedure_step
      """;

  /** Gives 0 where the SOP Instance UID is there already (status 0111). */
  @SqlUpdate(
      """
      INSERT INTO performed_procedure_step (performed_step_key, organization_key,
        sop_instance_uid, status, calling_ae_title, device_key, worklist_item_key, modality,
        attributes, created_at, updated_at)
      VALUES (:performedStepKey, :organizationKey, :sopInstanceUid, :status, :callingAeTitle,
        :deviceKey, :worklistItemKey, :modality, :attributes, :createdAt, :updatedAt)
      ON CONFLICT DO NOTHING
      """)
  int insert(@BindMethods PerformedStep step);

  @SqlQuery(
      SELECT + "WHERE sop_instance_uid = :sopInstanceUid AND organization_key = :organizationKey")
  Optional<PerformedStep> find(long organizationKey, String sopInstanceUid);

  /** Gives 0 where it is not in progress any more. */
  @SqlUpdate(
      """
      UPDATE performed_procedure_step SET status = :status, attributes = :attributes,
        worklist_item_key = :worklistItemKey, updated_at = :now
      WHERE sop_instance_uid = :sopInstanceUid AND organization_key = :organizationKey
        AND status = 'IN PROGRESS'
      """)
  int update(
      long organizationKey,
      String sopInstanceUid,
      String status,
      String attributes,
      Long worklistItemKey,
      Instant now);

  @SqlQuery(
      SELECT
          + """
            WHERE worklist_item_key = :itemKey AND organization_key = :organizationKey
            ORDER BY performed_step_key FETCH FIRST 1000 ROWS ONLY
            """)
  List<PerformedStep> ofItem(long organizationKey, long itemKey);
}
