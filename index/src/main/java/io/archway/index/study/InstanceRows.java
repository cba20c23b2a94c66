package io.archway.index.study;

import io.archway.index.database.Binding;
import io.archway.index.database.BoundedText;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** SQL of instances, for groups of arrivals, deletions and moves. */
public final class InstanceRows {
  /** An instance about to be inserted. */
  public record New(
      long instanceKey,
      long organizationKey,
      long studyKey,
      long seriesKey,
      int version,
      boolean current,
      long deviceKey,
      IndexedArrival arrival) {}

  private static final int MAX_ANATOMY = 256;

  private static final String FIND =
      """
      SELECT i.organization_key, i.instance_key, i.sop_instance_uid, i.version, i.is_current,
        i.record_number, i.container, i.byte_offset, i.byte_length, i.data_set_offset,
        i.transfer_syntax_uid, i.sha256, i.canonical_sha256,
        s.patient_key, i.study_key, i.series_key, m.medium_key
      FROM instance i
      JOIN study s ON s.study_key = i.study_key
      JOIN medium m ON m.study_key = i.study_key
      WHERE i.sop_instance_uid IN %s AND i.organization_key = ?
      ORDER BY i.sop_instance_uid, i.version
      """;
  private static final String INSERT =
      """
      INSERT INTO instance (instance_key, organization_key, study_key, series_key, sop_instance_uid,
        version, is_current, sop_class_uid, transfer_syntax_uid, instance_number, content_date,
        content_time, acquisition_date_time, image_type, number_of_frames, image_rows,
        image_columns, bits_allocated, samples_per_pixel, photometric_interpretation,
        lossy_image_compression, document_title, record_number, container, byte_offset, byte_length,
        data_set_offset, sha256, canonical_sha256, crc32, via, device_key, association_key,
        called_ae_title, address, received_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String INSERT_ANATOMY =
      """
      INSERT INTO instance_anatomy (instance_key, kind, code_value, organization_key, coding_scheme,
        code_meaning)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  private record Anatomy(long instanceKey, long organizationKey, String kind, CodedValue code) {}

  private InstanceRows() {}

  /** All versions of these UIDs, in order of UID and version. */
  public static List<KnownInstance> find(
      Connection connection, long organizationKey, List<String> sopInstanceUids)
      throws SQLException {
    return Statements.queryIn(
        connection,
        FIND,
        sopInstanceUids,
        (binding, uids) -> binding.addAll(uids).add(organizationKey),
        InstanceRows::map);
  }

  private static KnownInstance map(ResultSet row) throws SQLException {
    return new KnownInstance(
        row.getLong(1),
        row.getLong(2),
        row.getString(3),
        row.getInt(4),
        row.getBoolean(5),
        row.getLong(6),
        row.getString(7),
        row.getLong(8),
        row.getLong(9),
        row.getInt(10),
        row.getString(11),
        row.getString(12),
        row.getString(13),
        row.getLong(14),
        row.getLong(15),
        row.getLong(16),
        row.getLong(17));
  }

  public static void insert(Connection connection, List<New> instances) throws SQLException {
    List<New> inOrder =
        instances.stream()
            .sorted(
                Comparator.comparing((New row) -> uid(row))
                    .thenComparing(New::organizationKey)
                    .thenComparing(New::version))
            .toList();
    Statements.insertAll(connection, INSERT, inOrder, InstanceRows::bind);
    Statements.batch(
        connection,
        INSERT_ANATOMY,
        anatomy(inOrder),
        (binding, row) ->
            binding
                .add(row.instanceKey)
                .add(row.kind)
                .add(BoundedText.orNull(row.code.value(), 64))
                .add(row.organizationKey)
                .add(BoundedText.orNull(row.code.scheme(), 64))
                .add(BoundedText.orNull(row.code.meaning())));
  }

  private static String uid(New row) {
    return row.arrival().header().instance().sopInstanceUid();
  }

  private static void bind(Binding binding, New row) throws SQLException {
    IndexedArrival arrival = row.arrival();
    bindIdentity(binding, row, arrival);
    bindImage(binding, arrival.header().instance());
    ArrivedObject object = arrival.object();
    binding
        .add(object.recordNumber())
        .add(object.location().container())
        .add(object.location().offset())
        .add(object.location().length())
        .add(object.dataSetOffset())
        .add(object.sha256())
        .add(object.canonicalSha256())
        .add((long) object.crc32())
        .add(BoundedText.of(arrival.sender().via()))
        .add(row.deviceKey())
        .add(arrival.associationKey())
        .add(BoundedText.of(arrival.sender().calledAeTitle()))
        .add(BoundedText.of(arrival.sender().address()))
        .add(arrival.receivedAt());
  }

  private static void bindIdentity(Binding binding, New row, IndexedArrival arrival)
      throws SQLException {
    InstanceAttributes instance = arrival.header().instance();
    String sopClassUid =
        instance.sopClassUid() == null ? arrival.sopClassUid() : instance.sopClassUid();
    binding
        .add(row.instanceKey())
        .add(row.organizationKey())
        .add(row.studyKey())
        .add(row.seriesKey())
        .add(instance.sopInstanceUid())
        .add(row.version())
        .add(row.current())
        .add(cut(sopClassUid))
        .add(cut(arrival.transferSyntaxUid()));
  }

  private static String cut(String uid) {
    String bounded = BoundedText.orNull(uid, 64);
    return bounded == null ? "" : bounded;
  }

  private static void bindImage(Binding binding, InstanceAttributes instance) throws SQLException {
    binding
        .add(instance.instanceNumber())
        .add(DicomDates.date(instance.contentDate()))
        .add(DicomDates.time(instance.contentTime()))
        .add(BoundedText.orNull(instance.acquisitionDateTime(), 64))
        .add(BoundedText.orNull(instance.imageType()))
        .add(instance.numberOfFrames())
        .add(instance.rows())
        .add(instance.columns())
        .add(instance.bitsAllocated())
        .add(instance.samplesPerPixel())
        .add(BoundedText.orNull(instance.photometricInterpretation(), 16))
        .add(BoundedText.orNull(instance.lossyImageCompression(), 16))
        .add(BoundedText.orNull(instance.documentTitle()));
  }

  private static List<Anatomy> anatomy(List<New> rows) {
    List<Anatomy> all = new ArrayList<>();
    for (New row : rows) {
      InstanceAttributes instance = row.arrival().header().instance();
      List<Anatomy> own = new ArrayList<>();
      Set<String> seen = new HashSet<>();
      instance
          .teeth()
          .forEach(
              tooth ->
                  add(own, seen, row, AnatomyCode.TOOTH, new CodedValue(tooth, "ISO3950", null)));
      instance.anatomicRegions().forEach(code -> add(own, seen, row, AnatomyCode.REGION, code));
      instance.views().forEach(code -> add(own, seen, row, AnatomyCode.VIEW, code));
      if (instance.laterality() != null) {
        CodedValue side = new CodedValue(instance.laterality(), null, null);
        add(own, seen, row, AnatomyCode.LATERALITY, side);
      }
      all.addAll(own);
    }
    return all;
  }

  private static void add(
      List<Anatomy> own, Set<String> seen, New row, String kind, CodedValue code) {
    String value = BoundedText.orNull(code.value(), 64);
    if (value != null && own.size() < MAX_ANATOMY && seen.add(kind + " " + value)) {
      own.add(new Anatomy(row.instanceKey(), row.organizationKey(), kind, code));
    }
  }
}
