package io.archway.index.medium;

import io.archway.index.access.Visibility;
import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** SQL of media, for readers. */
public interface MediumDao extends SqlObject {
  /** After any deletion. */
  Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  /** The columns of {@link Medium}; modalities are those of the study's series. */
  String SELECT =
      """
      SELECT m.medium_key, m.organization_key, m.office_key, m.patient_key, m.study_key, m.kind,
        m.status, m.description, m.meta, m.created_at, m.updated_at,
        p.patient_id, p.name AS patient_name, p.birth_date AS patient_birth_date,
        p.sex AS patient_sex, s.study_instance_uid, s.study_date, s.study_time,
        s.accession_number, s.description AS study_description, s.series_count,
        s.instance_count, s.size_bytes, s.last_received_at,
        (SELECT string_agg(DISTINCT e.modality, '\\' ORDER BY e.modality)
          FROM series e WHERE e.study_key = m.study_key) AS modalities,
        m.category, m.deleted_at, f.file_name, f.media_type, f.byte_length AS file_bytes,
        f.sha256 AS file_sha256
      """;

  @SqlQuery(
      SELECT
          + """
            FROM medium m
            JOIN patient p ON p.patient_key = m.patient_key
            LEFT JOIN study s ON s.study_key = m.study_key
            LEFT JOIN medium_file f ON f.medium_key = m.medium_key
            WHERE m.medium_key = :mediumKey AND m.organization_key = :organizationKey
              AND m.deleted_at IS NULL
            """)
  Optional<Medium> find(long organizationKey, long mediumKey);

  /** The same, as far as somebody sees it. */
  default Optional<Medium> find(long organizationKey, Visibility visible, long mediumKey) {
    return find(organizationKey, mediumKey)
        .filter(medium -> visible.seesMedium(getHandle(), mediumKey));
  }

  /** One that somebody deleted and nobody purged. */
  @SqlQuery(
      SELECT
          + """
            FROM medium m
            JOIN patient p ON p.patient_key = m.patient_key
            LEFT JOIN study s ON s.study_key = m.study_key
            LEFT JOIN medium_file f ON f.medium_key = m.medium_key
            WHERE m.medium_key = :mediumKey AND m.organization_key = :organizationKey
              AND m.deleted_at IS NOT NULL
            """)
  Optional<Medium> findDeleted(long organizationKey, long mediumKey);

  /** What medium an instance is in. */
  record OfInstance(String sopInstanceUid, long mediumKey) {}

  /** Of each data set of these SOP Instance UIDs, the first first. */
  @SqlQuery(
      """
      SELECT i.sop_instance_uid, m.medium_key
      FROM instance i JOIN medium m ON m.study_key = i.study_key
      WHERE i.organization_key = :organizationKey AND i.sop_instance_uid IN (<uids>)
      ORDER BY i.sop_instance_uid, i.version
      """)
  List<OfInstance> ofInstances(long organizationKey, @BindList("uids") List<String> uids);

  @SqlQuery(
      """
      SELECT m.medium_key FROM medium m
      WHERE m.study_key = :studyKey AND m.organization_key = :organizationKey
      """)
  Optional<Long> keyOfStudy(long organizationKey, long studyKey);

  /** All that there are; see {@link #page(long, Visibility, MediumFilter, PageRequest)}. */
  default Page<Medium> page(long organizationKey, MediumFilter filter, PageRequest page) {
    return page(organizationKey, Visibility.ALL, filter, page);
  }

  /** Newest arrival first; of deleted ones, the latest deletion. */
  default Page<Medium> page(
      long organizationKey, Visibility visible, MediumFilter filter, PageRequest page) {
    if (visible.isNone()) {
      return Page.empty();
    }
    Map<String, Object> values = new LinkedHashMap<>();
    String where = where(filter, values) + seen(organizationKey, visible, filter);
    long counted =
        getHandle()
            .createQuery(
                "SELECT count(*) FROM (SELECT 1 FROM medium m "
                    + where
                    + " FETCH FIRST :countLimit ROWS ONLY) counted")
            .bind("organizationKey", organizationKey)
            .bind("countLimit", PageRequest.COUNT_LIMIT + 1)
            .bindMap(values)
            .mapTo(long.class)
            .one();
    List<Medium> rows =
        getHandle()
            .createQuery(select(where, order(filter)))
            .bind("organizationKey", organizationKey)
            .bind("offset", page.offset())
            .bind("perPage", page.perPage())
            .bindMap(values)
            .mapTo(Medium.class)
            .list();
    return Page.counted(rows, counted);
  }

  /** The page's keys come first, from one index; only then are the rows of a page joined. */
  private static String select(String where, String order) {
    return SELECT
        + """
          FROM (SELECT m.medium_key AS page_key FROM medium m
          """
        + where
        + " ORDER BY m.organization_key, "
        + order
        + """
             OFFSET :offset ROWS FETCH FIRST :perPage ROWS ONLY) page
          JOIN medium m ON m.medium_key = page.page_key
          JOIN patient p ON p.patient_key = m.patient_key
          LEFT JOIN study s ON s.study_key = m.study_key
          LEFT JOIN medium_file f ON f.medium_key = m.medium_key
          """
        + " ORDER BY "
        + order;
  }

  /** Behind the organization, as the index of the filter is, so that it need not be sorted. */
  private static String order(MediumFilter filter) {
    if (filter.deleted()) {
      return "m.deleted_at DESC, m.medium_key DESC ";
    }
    String equal =
        filter.patientKey() != null
            ? "m.patient_key, "
            : filter.status() != null ? "m.status, " : "";
    return equal + "m.created_at DESC, m.medium_key DESC ";
  }

  private static String where(MediumFilter filter, Map<String, Object> values) {
    StringBuilder sql = new StringBuilder(" WHERE m.organization_key = :organizationKey");
    if (filter.deleted()) { // a range of the index by deletion, which IS NOT NULL is not
      and(sql, values, " AND m.deleted_at < :never", "never", NEVER);
    } else {
      sql.append(" AND CAST(m.deleted_at AS date) IS NULL"); // else H2 takes the index by deletion
    }
    and(sql, values, " AND m.patient_key = :patientKey", "patientKey", filter.patientKey());
    and(sql, values, " AND m.status = :status", "status", filter.status());
    and(sql, values, " AND m.study_date >= :dateFrom", "dateFrom", filter.studyDateFrom());
    and(sql, values, " AND m.study_date <= :dateTo", "dateTo", filter.studyDateTo());
    and(sql, values, " AND m.created_at >= :arrivedFrom", "arrivedFrom", filter.arrivedFrom());
    and(sql, values, " AND m.created_at < :arrivedBefore", "arrivedBefore", filter.arrivedBefore());
    and(
        sql,
        values,
        """
         AND m.study_key IN (SELECT e.study_key FROM series e
          WHERE e.organization_key = :organizationKey AND e.modality = :modality)
        """,
        "modality",
        filter.modality());
    return sql.append(' ').toString();
  }

  /** A patient has few, and few are deleted: these are looked at; without, their own lead. */
  private static String seen(long organizationKey, Visibility visible, MediumFilter filter) {
    return visible.isAll() || filter.patientKey() != null || filter.deleted()
        ? visible.andMedium("m")
        : " AND m.medium_key IN (" + visible.mediumKeys(organizationKey) + ")";
  }

  private static void and(
      StringBuilder sql, Map<String, Object> values, String condition, String name, Object value) {
    if (value != null) {
      sql.append(condition);
      values.put(name, value);
    }
  }
}
