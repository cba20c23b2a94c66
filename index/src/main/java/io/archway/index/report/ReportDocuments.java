package io.archway.index.report;

import io.archway.index.database.BoundedText;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * SQL of what signatures and addenda give out, within the caller's transaction. A row is written
 * with the signature, before anything of it is made.
 */
public final class ReportDocuments {
  private static final String SELECT =
      "SELECT " + ReportColumns.DOCUMENT + " FROM report_document WHERE ";
  private static final String INSERT =
      """
      INSERT INTO report_document (report_key, document_number, organization_key, study_key,
        series_instance_uid, sop_instance_uid, content, state, attempts, made_at, next_attempt_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
      """;
  private static final String TAKE =
      """
      UPDATE report_document SET attempts = attempts + 1, next_attempt_at = ?
      WHERE report_key = ? AND document_number = ? AND state = 'PENDING' AND attempts = ?
      """;
  private static final String STORED =
      """
      UPDATE report_document SET state = 'STORED', stored_at = ?, failure = NULL,
        next_attempt_at = NULL
      WHERE report_key = ? AND document_number = ?
      """;
  private static final String WITHOUT_STUDY =
      """
      UPDATE report_document SET state = 'WITHOUT_STUDY', failure = NULL, next_attempt_at = NULL
      WHERE report_key = ? AND document_number = ? AND state = 'PENDING'
        AND NOT EXISTS (SELECT 1 FROM study s WHERE s.study_key = report_document.study_key
          AND s.organization_key = report_document.organization_key)
      """;
  private static final String FAILED =
      """
      UPDATE report_document SET failure = ?, next_attempt_at = ?
      WHERE report_key = ? AND document_number = ? AND state = 'PENDING'
      """;

  private ReportDocuments() {}

  public static void insert(Connection connection, ReportDocument document) throws SQLException {
    Statements.update(
        connection,
        INSERT,
        binding ->
            binding
                .add(document.reportKey())
                .add(document.number())
                .add(document.organizationKey())
                .add(document.studyKey())
                .add(document.seriesInstanceUid())
                .add(document.sopInstanceUid())
                .add(document.content())
                .add(document.state().name())
                .add(document.madeAt())
                .add(document.madeAt()));
  }

  /** The last that a report gave out. */
  public static Optional<ReportDocument> last(Connection connection, long reportKey)
      throws SQLException {
    return Statements.query(
            connection,
            SELECT
                + """
                  report_key = ? ORDER BY report_key, document_number DESC
                  FETCH FIRST 1 ROWS ONLY
                  """,
            binding -> binding.add(reportKey),
            ReportColumns::document)
        .stream()
        .findFirst();
  }

  /** What is to be made now, in the order in which it is due. */
  public static List<ReportDocument> due(Connection connection, Instant now, int most)
      throws SQLException {
    return Statements.query(
        connection,
        SELECT
            + """
              state = 'PENDING' AND next_attempt_at <= ?
              ORDER BY state, next_attempt_at, report_key, document_number
              FETCH FIRST ? ROWS ONLY
              """,
        binding -> binding.add(now).add(most),
        ReportColumns::document);
  }

  /** Gives 0 where somebody else is at it; it is theirs until then. */
  public static int take(Connection connection, ReportDocument document, Instant until)
      throws SQLException {
    return Statements.update(
        connection,
        TAKE,
        binding ->
            binding
                .add(until)
                .add(document.reportKey())
                .add(document.number())
                .add(document.attempts()));
  }

  public static void stored(Connection connection, ReportDocument document, Instant now)
      throws SQLException {
    Statements.update(
        connection,
        STORED,
        binding -> binding.add(now).add(document.reportKey()).add(document.number()));
  }

  /** Gives 1 where the study was deleted meanwhile: nothing may bring it back. */
  public static int leave(Connection connection, ReportDocument document) throws SQLException {
    return Statements.update(
        connection,
        WITHOUT_STUDY,
        binding -> binding.add(document.reportKey()).add(document.number()));
  }

  public static void failed(
      Connection connection, ReportDocument document, String why, Instant nextAttempt)
      throws SQLException {
    Statements.update(
        connection,
        FAILED,
        binding ->
            binding
                .add(BoundedText.orNull(why))
                .add(nextAttempt)
                .add(document.reportKey())
                .add(document.number()));
  }
}
