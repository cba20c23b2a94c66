package io.archway.index.document;

import io.archway.index.access.Visibility;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * SQL of documents. Slices are documents by their series; everything else is one by itself. Of
 * series that different patients sent under one UID the first alone counts, so that a number never
 * means images of two patients.
 */
public interface DocumentDao extends SqlObject {
  /** Of one patient; what is beyond is not shown. */
  int MOST = 10_000;

  /** Slices: CT, MR, PET. */
  String SLICES =
      """
      ('1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.5.1.4.1.1.4', '1.2.840.10008.5.1.4.1.1.128')
      """;

  /** Intra-oral images, for presentation and for processing. */
  String INTRA_ORAL = "('1.2.840.10008.5.1.4.1.1.1.3', '1.2.840.10008.5.1.4.1.1.1.3.1')";

  /** What changes its medium, as a category or another patient, changes the document. */
  String SAID =
      """
      d.description AS said, d.category_key, m.category AS medium_category, d.image_type,
      d.tooth_numbers, d.created_on,
      CASE WHEN d.updated_at > m.updated_at THEN d.updated_at ELSE m.updated_at END AS changed_at
      """;

  String INSTANCES =
      """
      SELECT d.document_key, 'instance' AS kind, i.sop_instance_uid AS uid,
        CASE WHEN i.sop_class_uid IN <intraOral> THEN t.document_key END AS mount_key,
        s.organization_key, s.patient_key, m.medium_key, i.study_key, i.series_key, e.series_instance_uid,
        i.instance_key, i.sop_class_uid,
        i.sop_class_uid IN <intraOral> AND <firstSeries> AS intra_oral, 1 AS objects,
        COALESCE(i.document_title, e.description, s.description) AS own,
        COALESCE(i.content_date, e.series_date, s.study_date) AS taken_on,
        CASE WHEN i.content_date IS NOT NULL THEN i.content_time
          WHEN e.series_date IS NOT NULL THEN e.series_time ELSE s.study_time END AS taken_at,
        i.received_at AS arrived_at, CAST(NULL AS varchar) AS file_name,
        CAST(NULL AS varchar) AS media_type, <said>
      <from>
      JOIN medium m ON m.study_key = i.study_key AND m.deleted_at IS NULL
      LEFT JOIN document t ON t.uid = e.series_instance_uid
        AND t.organization_key = e.organization_key AND t.kind = 'mount'
        AND <firstSeries>
      WHERE i.sop_class_uid NOT IN <slices> AND i.is_current
      """
          .replace("<intraOral>", INTRA_ORAL)
          .replace("<slices>", SLICES)
          .replace("<said>", SAID);

  String FIRST_SERIES =
      """
      e.series_key = (SELECT min(f.series_key) FROM series f
        WHERE f.series_instance_uid = e.series_instance_uid
          AND f.organization_key = e.organization_key)
      """;

  String SERIES =
      """
      SELECT d.document_key, 'series' AS kind, e.series_instance_uid AS uid,
        CAST(NULL AS bigint) AS mount_key, s.organization_key, s.patient_key, m.medium_key, e.study_key, e.series_key,
        e.series_instance_uid, CAST(NULL AS bigint) AS instance_key,
        CAST(NULL AS varchar) AS sop_class_uid, FALSE AS intra_oral, e.instance_count AS objects,
        COALESCE(e.description, s.description) AS own,
        COALESCE(e.series_date, s.study_date) AS taken_on,
        CASE WHEN e.series_date IS NOT NULL THEN e.series_time ELSE s.study_time END AS taken_at,
        s.last_received_at AS arrived_at, CAST(NULL AS varchar) AS file_name,
        CAST(NULL AS varchar) AS media_type, <said>
      <from>
      JOIN medium m ON m.study_key = e.study_key AND m.deleted_at IS NULL
      WHERE <firstSeries> AND EXISTS (SELECT 1 FROM instance i WHERE i.series_key = e.series_key
          AND i.is_current AND i.sop_class_uid IN <slices>)
      """
          .replace("<slices>", SLICES)
          .replace("<said>", SAID);

  /** The mount of a file, which is its oldest picture's patient's alone. */
  String ALBUM =
      """
      CASE WHEN NOT EXISTS (SELECT 1 FROM document o
          JOIN medium_file g ON g.file_uid = o.uid AND g.organization_key = o.organization_key
          JOIN medium n ON n.medium_key = g.medium_key
          WHERE o.mount_key = d.mount_key AND o.kind = 'file' AND g.medium_key < f.medium_key
            AND n.patient_key <> m.patient_key)
        THEN d.mount_key END
      """;

  /** Deletion is asked for by no index: H2 would read all media of an organization by it. */
  String FILES =
      """
      SELECT d.document_key, 'file' AS kind, f.file_uid AS uid, <album> AS mount_key,
        m.organization_key, m.patient_key, m.medium_key, CAST(NULL AS bigint) AS study_key, CAST(NULL AS bigint) AS series_key,
        CAST(NULL AS varchar) AS series_instance_uid, CAST(NULL AS bigint) AS instance_key,
        CAST(NULL AS varchar) AS sop_class_uid, FALSE AS intra_oral, 0 AS objects, m.description AS own,
        CAST(NULL AS date) AS taken_on, CAST(NULL AS time(6)) AS taken_at,
        f.received_at AS arrived_at, f.file_name, f.media_type, <said>
      <from>
      WHERE CAST(m.deleted_at AS date) IS NULL
      """
          .replace("<album>", ALBUM)
          .replace("<said>", SAID);

  /** What a patient has and somebody sees; of too many those that came first. */
  default List<DocumentRow> ofPatient(long organizationKey, Visibility visible, long patientKey) {
    String own = " AND m.patient_key = :patientKey AND m.organization_key = :organizationKey";
    String ofStudies = " AND s.patient_key = :patientKey AND s.organization_key = :organizationKey";
    List<DocumentRow> rows = new ArrayList<>();
    rows.addAll(
        list(
            INSTANCES,
            """
            FROM study s
            JOIN instance i ON i.study_key = s.study_key
            JOIN series e ON e.series_key = i.series_key
            LEFT JOIN document d ON d.uid = i.sop_instance_uid
              AND d.organization_key = i.organization_key AND d.kind = 'instance'
            """,
            ofStudies + visible.andMedium("m"),
            Map.of("organizationKey", organizationKey, "patientKey", patientKey)));
    rows.addAll(
        list(
            SERIES,
            """
            FROM study s
            JOIN series e ON e.study_key = s.study_key
            LEFT JOIN document d ON d.uid = e.series_instance_uid
              AND d.organization_key = e.organization_key AND d.kind = 'series'
            """,
            ofStudies + visible.andMedium("m"),
            Map.of("organizationKey", organizationKey, "patientKey", patientKey)));
    rows.addAll(
        list(
            FILES,
            """
            FROM medium m
            JOIN medium_file f ON f.medium_key = m.medium_key
            LEFT JOIN document d ON d.uid = f.file_uid
              AND d.organization_key = f.organization_key AND d.kind = 'file'
            """,
            own + visible.andMedium("m"),
            Map.of("organizationKey", organizationKey, "patientKey", patientKey)));
    return rows.size() > MOST
        ? rows.stream().sorted(Comparator.comparing(DocumentRow::arrivedAt)).limit(MOST).toList()
        : rows;
  }

  /** The document of a number, as far as somebody sees it. */
  default Optional<DocumentRow> find(long organizationKey, Visibility visible, long documentKey) {
    String numbered =
        " AND d.document_key = :key AND d.organization_key = :organizationKey"
            + visible.andMedium("m");
    Map<String, Object> values = Map.of("organizationKey", organizationKey, "key", documentKey);
    return ofNumber(numbered, values).stream().findFirst();
  }

  private List<DocumentRow> ofNumber(String condition, Map<String, Object> values) {
    List<DocumentRow> rows = new ArrayList<>();
    rows.addAll(
        list(
            INSTANCES,
            """
            FROM document d
            JOIN instance i ON i.sop_instance_uid = d.uid
              AND i.organization_key = d.organization_key
            JOIN series e ON e.series_key = i.series_key
            JOIN study s ON s.study_key = i.study_key
            """,
            condition + " AND d.kind = 'instance'",
            values));
    rows.addAll(
        list(
            SERIES,
            """
            FROM document d
            JOIN series e ON e.series_instance_uid = d.uid
              AND e.organization_key = d.organization_key
            JOIN study s ON s.study_key = e.study_key
            """,
            condition + " AND d.kind = 'series'",
            values));
    rows.addAll(list(FILES, FILE_OF_DOCUMENT, condition + " AND d.kind = 'file'", values));
    return rows;
  }

  String FILE_OF_DOCUMENT =
      """
      FROM document d
      JOIN medium_file f ON f.file_uid = d.uid AND f.organization_key = d.organization_key
      JOIN medium m ON m.medium_key = f.medium_key
      """;

  /** The pictures of a mount, as far as somebody sees them; fewer than two are none. */
  default List<DocumentRow> mounted(long organizationKey, Visibility visible, long mountKey) {
    Map<String, Object> values = Map.of("organizationKey", organizationKey, "key", mountKey);
    List<DocumentRow> rows = new ArrayList<>();
    rows.addAll(
        list(
            INSTANCES,
            """
            FROM document n
            JOIN series e ON e.series_instance_uid = n.uid
              AND e.organization_key = n.organization_key
            JOIN instance i ON i.series_key = e.series_key
            JOIN study s ON s.study_key = i.study_key
            LEFT JOIN document d ON d.uid = i.sop_instance_uid
              AND d.organization_key = i.organization_key AND d.kind = 'instance'
            """,
            " AND n.document_key = :key AND n.organization_key = :organizationKey"
                + " AND n.kind = 'mount' AND i.sop_class_uid IN "
                + INTRA_ORAL
                + " AND "
                + FIRST_SERIES
                + visible.andMedium("m"),
            values));
    rows.addAll(
        list(
            FILES,
            FILE_OF_DOCUMENT,
            " AND d.mount_key = :key AND d.organization_key = :organizationKey"
                + " AND d.kind = 'file' AND "
                + ALBUM
                + " IS NOT NULL"
                + visible.andMedium("m"),
            values));
    return rows.size() < 2 ? List.of() : rows;
  }

  private List<DocumentRow> list(
      String select, String from, String condition, Map<String, Object> values) {
    String sql =
        select.replace("<from>", from).replace("<firstSeries>", FIRST_SERIES)
            + condition
            + (" ORDER BY " + order(select))
            + " FETCH FIRST "
            + (MOST + 1)
            + " ROWS ONLY";
    Query query = getHandle().createQuery(sql);
    values.forEach(query::bind);
    return query.mapTo(DocumentRow.class).list();
  }

  /** As they came. */
  private static String order(String select) {
    return select.equals(FILES)
        ? "f.medium_key"
        : select.equals(SERIES) ? "e.series_key" : "i.instance_key";
  }

  /** A tooth (ISO 3950) that an instance shows. */
  record Tooth(long instanceKey, String code) {}

  @SqlQuery(
      """
      SELECT a.instance_key, a.code_value AS code
      FROM study s
      JOIN instance i ON i.study_key = s.study_key AND i.is_current
      JOIN instance_anatomy a ON a.instance_key = i.instance_key AND a.kind = 'TOOTH'
      WHERE s.patient_key = :patientKey AND s.organization_key = :organizationKey
      ORDER BY a.instance_key, a.code_value FETCH FIRST 100000 ROWS ONLY
      """)
  List<Tooth> teethRows(long organizationKey, long patientKey);

  /** The teeth that a patient's instances show, by instance. */
  default Map<Long, List<String>> teeth(long organizationKey, long patientKey) {
    return teethRows(organizationKey, patientKey).stream()
        .collect(
            Collectors.groupingBy(
                Tooth::instanceKey, Collectors.mapping(Tooth::code, Collectors.toList())));
  }

  /** Gives it a number unless it has one. */
  @SqlUpdate(
      """
      INSERT INTO document (organization_key, kind, uid, updated_at)
      VALUES (:organizationKey, :kind, :uid, :now) ON CONFLICT DO NOTHING
      """)
  int number(long organizationKey, String kind, String uid, Instant now);

  @SqlQuery(
      """
      SELECT document_key FROM document
      WHERE uid = :uid AND organization_key = :organizationKey AND kind = :kind
      """)
  Optional<Long> key(long organizationKey, String kind, String uid);

  /** What nobody has said of it yet. */
  @SqlUpdate(
      """
      UPDATE document SET description = COALESCE(description, :description),
        category_key = COALESCE(category_key, :categoryKey),
        image_type = COALESCE(image_type, :imageType),
        tooth_numbers = COALESCE(tooth_numbers, :toothNumbers),
        created_on = COALESCE(created_on, :createdOn), updated_at = :now
      WHERE document_key = :documentKey AND organization_key = :organizationKey
      """)
  int say(long organizationKey, long documentKey, @BindMethods NewDocument said, Instant now);

  /** Radiographs of teeth that a patient has of a day, as files: pictures of one mount. */
  @SqlQuery(
      """
      SELECT d.document_key,
      """
          + ALBUM
          + """
       AS mount_key
      FROM medium m
      JOIN medium_file f ON f.medium_key = m.medium_key
      JOIN document d ON d.uid = f.file_uid AND d.organization_key = f.organization_key
        AND d.kind = 'file'
      WHERE m.patient_key = :patientKey AND m.organization_key = :organizationKey
        AND d.image_type = 'Radiograph' AND d.tooth_numbers <> '' AND f.media_type >= 'image/' AND f.media_type < 'image0'
        AND d.created_on >= :from AND d.created_on < :before
      ORDER BY d.document_key FETCH FIRST 1000 ROWS ONLY
      """)
  List<Radiograph> radiographs(
      long organizationKey, long patientKey, LocalDateTime from, LocalDateTime before);

  /** A picture of a mount to be. */
  record Radiograph(long documentKey, Long mountKey) {}

  @SqlUpdate(
      """
      UPDATE document SET mount_key = :mountKey
      WHERE document_key = :documentKey AND organization_key = :organizationKey
      """)
  int mount(long organizationKey, long documentKey, long mountKey);

  /** A file leaves its mount. */
  @SqlUpdate(
      """
      UPDATE document SET mount_key = NULL
      WHERE organization_key = :organizationKey AND kind = 'file' AND mount_key IS NOT NULL
        AND uid = (SELECT f.file_uid FROM medium_file f WHERE f.medium_key = :mediumKey)
      """)
  int dismount(long organizationKey, long mediumKey);

  /** Whether a series is the one of its UID that has a number. */
  @SqlQuery("SELECT " + FIRST_SERIES + " FROM series e WHERE e.series_key = :seriesKey")
  Optional<Boolean> isFirst(long seriesKey);
}
