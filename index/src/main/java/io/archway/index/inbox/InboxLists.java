package io.archway.index.inbox;

import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import io.archway.index.database.Reading;
import io.archway.index.database.SqlText;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * SQL that reads entries for people, and holds those that are decided. The state leads every list;
 * a condition beside it that no index is to lead by is written so that none fits it.
 */
public final class InboxLists {
  private static final String COLUMNS =
      """
      i.inbox_key, i.organization_key, i.reason, i.subject, i.state, i.patient_key, i.study_key,
      i.instance_key, i.record_number, i.container, i.byte_offset, i.byte_length, i.office_key,
      i.details, i.created_at, i.closed_at, i.closed_by_key, i.closed_why
      """;
  private static final String FIND =
      "SELECT " + COLUMNS + " FROM inbox i WHERE i.inbox_key = ? AND i.organization_key = ?";
  private static final String OF_SUBJECTS =
      "SELECT "
          + COLUMNS
          + """
             FROM inbox i
            WHERE i.subject IN %s AND i.organization_key = ? AND i.reason = ? AND i.state = 'OPEN'
            ORDER BY i.inbox_key FOR UPDATE
            """;

  private static final String OF_STUDY =
      """
      SELECT i.inbox_key FROM inbox i
      WHERE i.study_key = ? AND i.organization_key = ?
        AND i.reason IN ('ORDER_UNMATCHED', 'ORDER_AMBIGUOUS', 'ORDER_CONTRADICTS')
      ORDER BY i.inbox_key DESC FETCH FIRST 1 ROWS ONLY
      """;

  private InboxLists() {}

  public static Page<InboxEntry> page(
      Connection connection,
      long organizationKey,
      InboxFilter filter,
      InboxOrder order,
      PageRequest page)
      throws SQLException {
    SqlText from = from(organizationKey, filter);
    long counted =
        new SqlText()
            .add("SELECT count(*) FROM (SELECT 1")
            .add(from)
            .add(" FETCH FIRST ? ROWS ONLY) counted", PageRequest.COUNT_LIMIT + 1)
            .number(connection);
    List<InboxEntry> rows =
        new SqlText()
            .add("SELECT " + COLUMNS)
            .add(from)
            .add(" ORDER BY " + lead(filter) + order.columns())
            .add(" OFFSET ? ROWS FETCH FIRST ? ROWS ONLY", page.offset(), page.perPage())
            .query(connection, InboxLists::map);
    return Page.counted(rows, counted);
  }

  private static SqlText from(long organizationKey, InboxFilter filter) {
    SqlText from =
        new SqlText()
            .add(" FROM inbox i WHERE i.organization_key = ?", organizationKey)
            .add(" AND i.state = ?", filter.state().name());
    if (filter.reasons() != null) {
      from.add(leadsByReason(filter) ? " AND i.reason IN " : " AND i.reason || '' IN ")
          .addIn(filter.reasons().stream().map(Enum::name).toList());
    }
    if (filter.officeKeys() != null) {
      from.add(leadsByOffice(filter) ? " AND i.office_key IN " : " AND i.office_key + 0 IN ")
          .addIn(filter.officeKeys());
    }
    if (filter.createdFrom() != null) {
      from.add(" AND i.created_at >= ?", filter.createdFrom());
    }
    if (filter.createdBefore() != null) {
      from.add(" AND i.created_at < ?", filter.createdBefore());
    }
    return from;
  }

  private static boolean leadsByReason(InboxFilter filter) {
    return filter.reasons() != null && filter.reasons().size() == 1;
  }

  private static boolean leadsByOffice(InboxFilter filter) {
    return !leadsByReason(filter) && filter.officeKeys() != null && filter.officeKeys().size() == 1;
  }

  /** Named as the index is, so that nothing need be sorted. */
  private static String lead(InboxFilter filter) {
    return "i.organization_key, i.state, "
        + (leadsByReason(filter) ? "i.reason, " : "")
        + (leadsByOffice(filter) ? "i.office_key, " : "");
  }

  public static Optional<InboxEntry> find(
      Connection connection, long organizationKey, long inboxKey) throws SQLException {
    return one(connection, FIND, organizationKey, inboxKey);
  }

  /** Like {@link #find}, and holds the row until the transaction ends. */
  public static Optional<InboxEntry> lock(
      Connection connection, long organizationKey, long inboxKey) throws SQLException {
    return one(connection, FIND + " FOR UPDATE", organizationKey, inboxKey);
  }

  private static Optional<InboxEntry> one(
      Connection connection, String sql, long organizationKey, long inboxKey) throws SQLException {
    return Statements.query(
            connection, sql, binding -> binding.add(inboxKey).add(organizationKey), InboxLists::map)
        .stream()
        .findFirst();
  }

  /**
   * By which the images of a study wait for their order or did, held until the transaction ends.
   */
  public static Optional<InboxEntry> lockOfStudy(
      Connection connection, long organizationKey, long studyKey) throws SQLException {
    List<Long> found =
        Statements.query(
            connection,
            OF_STUDY,
            binding -> binding.add(studyKey).add(organizationKey),
            row -> row.getLong(1));
    return found.isEmpty() ? Optional.empty() : lock(connection, organizationKey, found.get(0));
  }

  /** Open entries of a reason about any of these, held until the transaction ends. */
  public static List<InboxEntry> lockOpen(
      Connection connection, long organizationKey, InboxReason reason, List<String> subjects)
      throws SQLException {
    return Statements.queryIn(
        connection,
        OF_SUBJECTS,
        subjects,
        (binding, part) -> binding.addAll(part).add(organizationKey).add(reason.name()),
        InboxLists::map);
  }

  private static InboxEntry map(ResultSet row) throws SQLException {
    Reading reading = new Reading(row);
    return new InboxEntry(
        reading.key(),
        reading.key(),
        reading.text(),
        reading.text(),
        reading.text(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.text(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.keyOrNull(),
        reading.text(),
        reading.instant(),
        reading.instant(),
        reading.keyOrNull(),
        reading.text());
  }
}
