package io.archway.index.report;

import io.archway.index.database.BoundedText;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Keys;
import io.archway.index.database.Statements;
import io.archway.index.form.ReportSection;
import io.archway.index.patient.FoldedText;
import io.archway.index.worklist.WorklistItem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * SQL that writes reports, within the caller's transaction. A save leaves a version with its texts;
 * versions and addenda are never changed. Rules, history and events are the caller's.
 */
public final class ReportRows {
  private static final int MAX_WORDS = 16;

  private static final String LOCK =
      """
      SELECT report_key FROM report
      WHERE report_key = ? AND organization_key = ? AND deleted_at IS NULL FOR UPDATE
      """;
  private static final String INSERT =
      "INSERT INTO report (report_key, organization_key, "
          + ReportColumns.SUBJECT
          + """
            , patient_key, dentist_key, radiologist_key, author_key, status, version, signed_at,
            signed_by_key, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
  private static final String UPDATE =
      """
      UPDATE report SET office_key = ?, form_key = ?, worklist_item_key = ?,
        patient_first_name = ?, patient_last_name = ?, patient_birth_date = ?, patient_key = ?,
        dentist_key = ?, radiologist_key = ?, status = ?, version = ?, signed_at = ?,
        signed_by_key = ?, updated_at = ?
      WHERE report_key = ? AND organization_key = ? AND deleted_at IS NULL
      """;
  private static final String INSERT_VERSION =
      "INSERT INTO report_version (report_key, version, organization_key, status, "
          + ReportColumns.SUBJECT
          + ", saved_by_key, saved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String INSERT_TEXT =
      "INSERT INTO report_text (report_key, version, section, section_text) VALUES (?, ?, ?, ?)";
  private static final String INSERT_WORD =
      "INSERT INTO report_word (organization_key, word, report_key) VALUES (?, ?, ?)";
  private static final String DELETE =
      """
      UPDATE report SET deleted_at = ?, updated_at = ?
      WHERE report_key = ? AND organization_key = ? AND status <> 'final' AND deleted_at IS NULL
      """;
  private static final String INSERT_ADDENDUM =
      """
      INSERT INTO report_addendum (report_key, addendum_number, organization_key, addendum_text,
        added_by_key, added_at)
      SELECT ?, COALESCE(max(addendum_number), 0) + 1, ?, ?, ?, ?
      FROM report_addendum WHERE report_key = ?
      """;
  private static final String FOLLOW_ITEM =
      """
      UPDATE report SET dentist_key = ?, radiologist_key = ?
      WHERE worklist_item_key = ? AND organization_key = ?
      """;

  private ReportRows() {}

  /** A report with its row held until the transaction ends; empty where it is gone. */
  public static Optional<Report> lock(Connection connection, long organizationKey, long key)
      throws SQLException {
    List<Long> locked =
        Statements.query(
            connection,
            LOCK,
            binding -> binding.add(key).add(organizationKey),
            row -> row.getLong(1));
    return locked.isEmpty() ? Optional.empty() : ReportLists.find(connection, organizationKey, key);
  }

  public static long nextKey(Connection connection, Keys keys) throws SQLException {
    return keys.next(connection, KeySequence.REPORT);
  }

  /** A new report and its first version. */
  public static void insert(
      Connection connection, Report report, Map<ReportSection, String> texts, String accession)
      throws SQLException {
    Statements.update(
        connection,
        INSERT,
        binding ->
            ReportColumns.bind(
                    binding.add(report.reportKey()).add(report.organizationKey()), report.subject())
                .add(report.patientKey())
                .add(report.dentistKey())
                .add(report.radiologistKey())
                .add(report.authorKey())
                .add(report.status().word())
                .add(report.version())
                .add(report.signedAt())
                .add(report.signedByKey())
                .add(report.createdAt())
                .add(report.updatedAt()));
    insertVersion(connection, report, texts, report.authorKey());
    insertWords(connection, report, accession);
  }

  /** Another version of a report whose row is held. */
  public static void update(
      Connection connection,
      Report report,
      Map<ReportSection, String> texts,
      String accession,
      Long userKey)
      throws SQLException {
    Statements.update(
        connection,
        UPDATE,
        binding ->
            ReportColumns.bind(binding, report.subject())
                .add(report.patientKey())
                .add(report.dentistKey())
                .add(report.radiologistKey())
                .add(report.status().word())
                .add(report.version())
                .add(report.signedAt())
                .add(report.signedByKey())
                .add(report.updatedAt())
                .add(report.reportKey())
                .add(report.organizationKey()));
    insertVersion(connection, report, texts, userKey);
    Statements.update(
        connection,
        "DELETE FROM report_word WHERE report_key = ?",
        binding -> binding.add(report.reportKey()));
    insertWords(connection, report, accession);
  }

  private static void insertVersion(
      Connection connection, Report report, Map<ReportSection, String> texts, Long userKey)
      throws SQLException {
    Statements.update(
        connection,
        INSERT_VERSION,
        binding ->
            ReportColumns.bind(
                    binding
                        .add(report.reportKey())
                        .add(report.version())
                        .add(report.organizationKey())
                        .add(report.status().word()),
                    report.subject())
                .add(userKey)
                .add(report.updatedAt()));
    Statements.batch(
        connection,
        INSERT_TEXT,
        List.copyOf(texts.entrySet()),
        (binding, text) ->
            binding
                .add(report.reportKey())
                .add(report.version())
                .add(text.getKey().name())
                .add(BoundedText.of(text.getValue(), Integer.MAX_VALUE)));
  }

  private static void insertWords(Connection connection, Report report, String accession)
      throws SQLException {
    Set<String> words = new LinkedHashSet<>();
    words.addAll(FoldedText.words(report.subject().patientFirstName(), MAX_WORDS));
    words.addAll(FoldedText.words(report.subject().patientLastName(), MAX_WORDS));
    words.addAll(FoldedText.words(accession, MAX_WORDS));
    Statements.batch(
        connection,
        INSERT_WORD,
        List.copyOf(words),
        (binding, word) -> binding.add(report.organizationKey()).add(word).add(report.reportKey()));
  }

  /** Gives 0 where it is signed or gone. Its versions stay. */
  public static int delete(Connection connection, Report report, Instant now) throws SQLException {
    return Statements.update(
        connection,
        DELETE,
        binding -> binding.add(now).add(now).add(report.reportKey()).add(report.organizationKey()));
  }

  /** Adds to a signed report whose row is held. */
  public static void addAddendum(
      Connection connection, Report report, String text, Long userKey, Instant now)
      throws SQLException {
    Statements.update(
        connection,
        INSERT_ADDENDUM,
        binding ->
            binding
                .add(report.reportKey())
                .add(report.organizationKey())
                .add(BoundedText.of(text, Integer.MAX_VALUE))
                .add(userKey)
                .add(now)
                .add(report.reportKey()));
  }

  /** Reports of an item are of whom the item is now. */
  public static void followItem(Connection connection, WorklistItem item) throws SQLException {
    Statements.update(
        connection,
        FOLLOW_ITEM,
        binding ->
            binding
                .add(item.dentistKey())
                .add(item.radiologistKey())
                .add(item.worklistItemKey())
                .add(item.organizationKey()));
  }
}
