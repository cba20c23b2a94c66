package io.archway.index.association;

import io.archway.index.database.BoundedText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * SQL of associations. Keys come from {@link io.archway.index.database.KeySequence#ASSOCIATION}.
 */
public interface AssociationDao extends SqlObject {
  String COLUMNS =
      """
      association_key, organization_key, calling_ae_title, called_ae_title, address,
      implementation_class_uid, implementation_version_name, peer_max_pdu_length_bytes, contexts,
      started_at, ended_at, ending, end_reason, objects_stored, objects_failed, bytes_received,
      store_name
      """;

  /** A row of the gateway that has this store. */
  default void start(String storeName, AssociationStart start) {
    getHandle()
        .createUpdate(
            """
            INSERT INTO association (association_key, organization_key, calling_ae_title,
              called_ae_title, address, implementation_class_uid, implementation_version_name,
              peer_max_pdu_length_bytes, contexts, started_at, objects_stored, objects_failed,
              bytes_received, store_name)
            VALUES (:key, :organizationKey, :calling, :called, :address, :classUid, :version,
              :maxPdu, :contexts, :startedAt, 0, 0, 0, :storeName)
            """)
        .bind("storeName", storeName)
        .bind("key", start.associationKey())
        .bind("organizationKey", start.organizationKey())
        .bind("calling", BoundedText.of(start.callingAeTitle()))
        .bind("called", BoundedText.of(start.calledAeTitle()))
        .bind("address", BoundedText.of(start.address()))
        .bind("classUid", BoundedText.orNull(start.implementationClassUid(), 64))
        .bind("version", BoundedText.orNull(start.implementationVersionName(), 64))
        .bind("maxPdu", start.peerMaxPduLengthBytes())
        .bind("contexts", ProposedContext.format(start.contexts()))
        .bind("startedAt", start.startedAt())
        .execute();
  }

  default void end(AssociationEnd end) {
    getHandle()
        .createUpdate(
            """
            UPDATE association SET ended_at = :endedAt, ending = :ending, end_reason = :reason,
              objects_stored = :stored, objects_failed = :failed, bytes_received = :bytes
            WHERE association_key = :key
            """)
        .bind("key", end.associationKey())
        .bind("ending", end.ending().name())
        .bind("reason", BoundedText.orNull(end.endReason(), BoundedText.MAX_LENGTH))
        .bind("stored", end.objectsStored())
        .bind("failed", end.objectsFailed())
        .bind("bytes", end.bytesReceived())
        .bind("endedAt", end.endedAt())
        .execute();
  }

  @SqlQuery("SELECT " + COLUMNS + " FROM association WHERE association_key = :associationKey")
  Optional<AssociationRow> find(long associationKey);

  /** Newest first. */
  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
             FROM association WHERE organization_key = :organizationKey
            ORDER BY organization_key, started_at DESC, association_key DESC
            OFFSET :offset ROWS FETCH FIRST :most ROWS ONLY
            """)
  List<AssociationRow> list(long organizationKey, int offset, int most);

  /**
   * Associations that ran when the program died have no end; called at start by the gateway whose
   * store it is. Those of other gateways may still run.
   */
  @SqlUpdate(
      """
      UPDATE association SET ended_at = :now, ending = 'LOST',
        end_reason = 'the gateway stopped while it ran'
      WHERE ended_at IS NULL AND store_name = :storeName
      """)
  int endAllOpen(String storeName, Instant now);

  @SqlUpdate("DELETE FROM association WHERE ended_at < :before")
  int deleteEndedBefore(Instant before);
}
