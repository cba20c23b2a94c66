package io.archway.index.study;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** SQL of studies, series and instances, for readers. */
public interface StudyDao {
  String STUDY_COLUMNS =
      """
      s.study_key, s.organization_key, s.patient_key, s.study_instance_uid, s.study_date,
      s.study_time, s.accession_number, s.study_id, s.description, s.referring_physician_name,
      s.institution_name, s.device_key, s.office_key, s.series_count, s.instance_count,
      s.size_bytes, s.first_received_at, s.last_received_at, s.report_state, s.hold_reason
      """;

  String INSTANCE_SELECT =
      """
      SELECT i.instance_key, i.organization_key, s.patient_key, i.study_key, i.series_key,
        s.study_instance_uid, e.series_instance_uid, e.modality, i.sop_instance_uid, i.version,
        i.is_current AS current, i.sop_class_uid, i.transfer_syntax_uid, i.instance_number,
        i.content_date, i.content_time, i.number_of_frames, i.image_rows, i.image_columns,
        i.document_title, i.record_number, i.container, i.byte_offset, i.byte_length,
        i.data_set_offset, i.sha256 AS "sha256", i.crc32 AS "crc32", i.via, d.calling_ae_title,
        i.called_ae_title, i.address, i.association_key,
        (s.patient_key <> s.received_patient_key OR p.corrected_at IS NOT NULL) AS may_differ,
        i.received_at
      FROM instance i
      JOIN series e ON e.series_key = i.series_key
      JOIN study s ON s.study_key = i.study_key
      JOIN patient p ON p.patient_key = s.patient_key
      JOIN device d ON d.device_key = i.device_key
      """;

  @SqlQuery(
      "SELECT "
          + STUDY_COLUMNS
          + """
             FROM study s
            WHERE s.study_key = :studyKey AND s.organization_key = :organizationKey
            """)
  Optional<Study> find(long organizationKey, long studyKey);

  /**
   * What is to be given out of a study's patient other than was received; empty where nobody has
   * merged or corrected them.
   */
  @SqlQuery(
      """
      SELECT p.patient_id, p.issuer_of_patient_id, p.name, p.birth_date, p.birth_date_raw, p.sex,
        s.patient_key <> s.received_patient_key AS moved, p.corrected_at,
        (SELECT max(m.merged_at) FROM patient_merge m
          WHERE m.from_patient_key = s.received_patient_key AND m.unmerged_at IS NULL) AS merged_at,
        p.updated_at
      FROM study s JOIN patient p ON p.patient_key = s.patient_key
      WHERE s.study_key = :studyKey AND s.organization_key = :organizationKey
        AND (s.patient_key <> s.received_patient_key OR p.corrected_at IS NOT NULL)
      """)
  Optional<StudyCorrection> correction(long organizationKey, long studyKey);

  /** More than one only where different patients came under one Study Instance UID. */
  @SqlQuery(
      "SELECT "
          + STUDY_COLUMNS
          + """
             FROM study s
            WHERE s.study_instance_uid = :studyInstanceUid AND s.organization_key = :organizationKey
            ORDER BY s.study_key FETCH FIRST 100 ROWS ONLY
            """)
  List<Study> findByUid(long organizationKey, String studyInstanceUid);

  @SqlQuery(
      """
      SELECT e.series_key, e.study_key, e.series_instance_uid, e.modality, e.series_number,
        e.description, e.series_date, e.series_time, e.body_part_examined, e.laterality,
        e.protocol_name, e.station_name, e.manufacturer, e.manufacturer_model_name,
        e.instance_count, e.size_bytes
      FROM series e
      WHERE e.study_key = :studyKey AND e.organization_key = :organizationKey
      ORDER BY e.study_key, e.series_number, e.series_key FETCH FIRST :most ROWS ONLY
      """)
  List<Series> series(long organizationKey, long studyKey, int most);

  /** Current instances of a study, by series and number; all series in one query. */
  @SqlQuery(
      INSTANCE_SELECT
          + """
            WHERE i.study_key = :studyKey AND i.organization_key = :organizationKey AND i.is_current
            ORDER BY e.series_number, e.series_key, i.instance_number, i.instance_key
            OFFSET :offset ROWS FETCH FIRST :most ROWS ONLY
            """)
  List<Instance> instances(long organizationKey, long studyKey, int offset, int most);

  /** How many images a series has. */
  record ImageSeries(long seriesKey, int images) {}

  /** The first series of a study that has images. */
  @SqlQuery(
      """
      SELECT e.series_key, count(*) AS images
      FROM instance i JOIN series e ON e.series_key = i.series_key
      WHERE i.study_key = :studyKey AND i.organization_key = :organizationKey AND i.is_current
        AND i.image_rows IS NOT NULL
      GROUP BY e.series_key, e.series_number
      ORDER BY e.series_number, e.series_key FETCH FIRST 1 ROWS ONLY
      """)
  Optional<ImageSeries> firstImageSeries(long organizationKey, long studyKey);

  /** One of the images of a series, by number. */
  @SqlQuery(
      INSTANCE_SELECT
          + """
            WHERE i.series_key = :seriesKey AND i.is_current AND i.image_rows IS NOT NULL
            ORDER BY i.instance_number, i.instance_key
            OFFSET :offset ROWS FETCH FIRST 1 ROWS ONLY
            """)
  Optional<Instance> image(long seriesKey, int offset);

  /** The dental keys of all current instances of a study. */
  @SqlQuery(
      """
      SELECT a.instance_key, a.kind, a.code_value, a.coding_scheme, a.code_meaning
      FROM instance i JOIN instance_anatomy a ON a.instance_key = i.instance_key
      WHERE i.study_key = :studyKey AND i.organization_key = :organizationKey AND i.is_current
      ORDER BY a.instance_key, a.kind, a.code_value FETCH FIRST :most ROWS ONLY
      """)
  List<AnatomyCode> anatomy(long organizationKey, long studyKey, int most);

  /** The current data set of a SOP Instance UID. */
  @SqlQuery(
      INSTANCE_SELECT
          + """
            WHERE i.sop_instance_uid = :sopInstanceUid AND i.organization_key = :organizationKey
              AND i.is_current
            """)
  Optional<Instance> instance(long organizationKey, String sopInstanceUid);

  /** All data sets of a SOP Instance UID, the first first. */
  @SqlQuery(
      INSTANCE_SELECT
          + """
            WHERE i.sop_instance_uid = :sopInstanceUid AND i.organization_key = :organizationKey
            ORDER BY i.version FETCH FIRST 1000 ROWS ONLY
            """)
  List<Instance> versions(long organizationKey, String sopInstanceUid);

  /** The same without those whose medium somebody deleted. */
  @SqlQuery(
      INSTANCE_SELECT
          + """
            WHERE i.sop_instance_uid = :sopInstanceUid AND i.organization_key = :organizationKey
              AND EXISTS (SELECT 1 FROM medium m
                WHERE m.study_key = i.study_key AND m.deleted_at IS NULL)
            ORDER BY i.version FETCH FIRST 1000 ROWS ONLY
            """)
  List<Instance> shownVersions(long organizationKey, String sopInstanceUid);

  /** Where the current instances of a study lie, by series and number. */
  @SqlQuery(
      """
      SELECT i.instance_key, i.series_key, e.series_instance_uid, e.modality, e.series_number,
        i.sop_instance_uid, i.sop_class_uid, i.transfer_syntax_uid, i.instance_number,
        i.record_number, i.container, i.byte_offset, i.byte_length, i.data_set_offset,
        i.crc32 AS "crc32", d.calling_ae_title
      FROM instance i
      JOIN series e ON e.series_key = i.series_key
      JOIN device d ON d.device_key = i.device_key
      WHERE i.study_key = :studyKey AND i.organization_key = :organizationKey AND i.is_current
      ORDER BY e.series_number, e.series_key, i.instance_number, i.instance_key
      FETCH FIRST :most ROWS ONLY
      """)
  List<InstanceLocation> locations(long organizationKey, long studyKey, int most);
}
