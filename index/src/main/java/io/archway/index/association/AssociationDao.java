package io.archway.index.association;

import io.archway.index.access.Visibility;
import io.archway.index.database.BoundedText;
import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;
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

  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
             FROM association
            WHERE association_key = :associationKey AND organization_key = :organizationKey
            """)
  Optional<AssociationRow> find(long organizationKey, long associationKey);

  /** The same, as far as somebody sees it. */
  default Optional<AssociationRow> find(
      long organizationKey, Visibility visible, long associationKey) {
    return find(organizationKey, associationKey)
        .filter(
            row ->
                visible.isAll()
                    || !visible.ownsNothing()
                        && getHandle()
                                .createQuery(
                                    "SELECT count(*) FROM association a WHERE a.association_key = :key"
                                        + visible.andAssociation("a"))
                                .bind("key", associationKey)
                                .mapTo(long.class)
                                .one()
                            == 1);
  }

  /** All that there are; see {@link #page(long, Visibility, AssociationFilter, PageRequest)}. */
  default Page<AssociationRow> page(
      long organizationKey, AssociationFilter filter, PageRequest page) {
    return page(organizationKey, Visibility.ALL, filter, page);
  }

  /** Newest first. */
  default Page<AssociationRow> page(
      long organizationKey, Visibility visible, AssociationFilter filter, PageRequest page) {
    if (visible.ownsNothing()) {
      return Page.empty();
    }
    Map<String, Object> values = new LinkedHashMap<>();
    String where = where(filter, values) + visible.andAssociation("association");
    long counted =
        getHandle()
            .createQuery(
                "SELECT count(*) FROM (SELECT 1 FROM association"
                    + where
                    + " FETCH FIRST :countLimit ROWS ONLY) counted")
            .bind("organizationKey", organizationKey)
            .bind("countLimit", PageRequest.COUNT_LIMIT + 1)
            .bindMap(values)
            .mapTo(long.class)
            .one();
    List<AssociationRow> rows =
        getHandle()
            .createQuery(
                "SELECT "
                    + COLUMNS
                    + " FROM association"
                    + where
                    + order(filter)
                    + " OFFSET :offset ROWS FETCH FIRST :perPage ROWS ONLY")
            .bind("organizationKey", organizationKey)
            .bind("offset", page.offset())
            .bind("perPage", page.perPage())
            .bindMap(values)
            .mapTo(AssociationRow.class)
            .list();
    return Page.counted(rows, counted);
  }

  private static String where(AssociationFilter filter, Map<String, Object> values) {
    StringBuilder sql = new StringBuilder(" WHERE organization_key = :organizationKey");
    and(sql, values, "calling_ae_title = :calling", "calling", filter.callingAeTitle());
    and(sql, values, "called_ae_title = :called", "called", filter.calledAeTitle());
    and(sql, values, "address = :address", "address", filter.address());
    if (filter.state() == AssociationState.RUNNING) {
      sql.append(" AND ending IS NULL");
    } else if (filter.state() != null) {
      and(sql, values, "ending = :ending", "ending", filter.state().name());
    }
    and(sql, values, "started_at >= :from", "from", filter.startedFrom());
    and(sql, values, "started_at < :before", "before", filter.startedBefore());
    return sql.toString();
  }

  private static void and(
      StringBuilder sql, Map<String, Object> values, String condition, String name, Object value) {
    if (value != null) {
      sql.append(" AND ").append(condition);
      values.put(name, value);
    }
  }

  /** Named as the index of the filter is, so that it need not be sorted. */
  private static String order(AssociationFilter filter) {
    String equal = "";
    if (filter.callingAeTitle() != null) {
      equal = " calling_ae_title,";
    } else if (filter.calledAeTitle() != null) {
      equal = " called_ae_title,";
    } else if (filter.address() != null) {
      equal = " address,";
    } else if (filter.state() != null) {
      equal = " ending,";
    }
    return " ORDER BY organization_key," + equal + " started_at DESC, association_key DESC";
  }

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

  /** Those that ended longest ago; gives how many, fewer than asked for where no more are left. */
  default int deleteEndedBefore(Instant before, int most) {
    List<Long> keys = endedBefore(before, most);
    if (keys.isEmpty()) {
      return 0;
    }
    PreparedBatch batch =
        getHandle().prepareBatch("DELETE FROM association WHERE association_key = ?");
    keys.forEach(batch::add);
    batch.execute();
    return keys.size();
  }

  @SqlQuery(
      """
      SELECT association_key FROM association WHERE ended_at < :before
      ORDER BY ended_at FETCH FIRST :most ROWS ONLY
      """)
  List<Long> endedBefore(Instant before, int most);
}
