package io.archway.index.report;

import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import io.archway.index.database.Statements;
import io.archway.index.form.ReportSection;
import io.archway.index.patient.FoldedText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** SQL that reads reports, their versions and what was added to them. */
public final class ReportLists {
  private static final int MAX_SEARCH_WORDS = 8;

  private static final String FIND =
      "SELECT "
          + ReportColumns.REPORT
          + """
             FROM report r
            WHERE r.report_key = ? AND r.organization_key = ? AND r.deleted_at IS NULL
            """;
  private static final String TEXTS =
      """
      SELECT section, section_text FROM report_text
      WHERE report_key = ? AND version = ? ORDER BY section
      """;
  private static final String ADDENDA =
      """
      SELECT report_key, addendum_number, addendum_text, added_by_key, added_at
      FROM report_addendum WHERE report_key = ? ORDER BY report_key, addendum_number
      """;
  private static final String VERSION_COLUMNS =
      "SELECT report_key, version, status, "
          + ReportColumns.SUBJECT
          + ", saved_by_key, saved_at FROM report_version WHERE report_key = ? ";
  private static final String COUNT_VERSIONS =
      """
      SELECT count(*) FROM (SELECT 1 FROM report_version WHERE report_key = ?
        FETCH FIRST ? ROWS ONLY) counted
      """;
  private static final int MAX_OF_ITEMS = 1_000;
  private static final String OF_ITEMS =
      "SELECT "
          + ReportColumns.REPORT
          + """
             FROM report r
            WHERE r.worklist_item_key IN %s AND r.organization_key = ? AND r.deleted_at IS NULL
            ORDER BY r.report_key FETCH FIRST ? ROWS ONLY
            """;

  private ReportLists() {}

  public static Optional<Report> find(Connection connection, long organizationKey, long key)
      throws SQLException {
    return Statements.query(
            connection,
            FIND,
            binding -> binding.add(key).add(organizationKey),
            ReportColumns::report)
        .stream()
        .findFirst();
  }

  /** The reports of items, the first first. */
  public static List<Report> ofItems(
      Connection connection, long organizationKey, List<Long> itemKeys) throws SQLException {
    return Statements.queryIn(
        connection,
        OF_ITEMS,
        itemKeys,
        (binding, keys) -> binding.addAll(keys).add(organizationKey).add(MAX_OF_ITEMS),
        ReportColumns::report);
  }

  /** The texts of a version, in the order of sections; what says nothing is not in it. */
  public static Map<ReportSection, String> texts(Connection connection, long reportKey, int version)
      throws SQLException {
    Map<ReportSection, String> texts = new EnumMap<>(ReportSection.class);
    Statements.query(
        connection,
        TEXTS,
        binding -> binding.add(reportKey).add(version),
        row -> texts.put(ReportSection.valueOf(row.getString(1)), row.getString(2)));
    return texts;
  }

  public static List<ReportAddendum> addenda(Connection connection, long reportKey)
      throws SQLException {
    return Statements.query(
        connection, ADDENDA, binding -> binding.add(reportKey), ReportColumns::addendum);
  }

  public static Optional<ReportVersion> version(Connection connection, long reportKey, int version)
      throws SQLException {
    return Statements.query(
            connection,
            VERSION_COLUMNS + "AND version = ?",
            binding -> binding.add(reportKey).add(version),
            ReportColumns::version)
        .stream()
        .findFirst();
  }

  /** The last first. */
  public static Page<ReportVersion> versions(
      Connection connection, long reportKey, PageRequest page) throws SQLException {
    long counted =
        Statements.query(
                connection,
                COUNT_VERSIONS,
                binding -> binding.add(reportKey).add(PageRequest.COUNT_LIMIT + 1),
                row -> row.getLong(1))
            .get(0);
    List<ReportVersion> rows =
        Statements.query(
            connection,
            VERSION_COLUMNS
                + "ORDER BY report_key, version DESC OFFSET ? ROWS FETCH FIRST ? ROWS ONLY",
            binding -> binding.add(reportKey).add(page.offset()).add(page.perPage()),
            ReportColumns::version);
    return Page.counted(rows, counted);
  }

  /** Newest first. */
  public static Page<Report> page(
      Handle handle,
      long organizationKey,
      ReportScope scope,
      ReportFilter filter,
      PageRequest page) {
    List<String> words = FoldedText.words(filter.search(), MAX_SEARCH_WORDS);
    boolean nothingToFind =
        filter.search() != null && !filter.search().isBlank() && words.isEmpty();
    if (nothingToFind || scope.officeKeys() != null && scope.officeKeys().isEmpty()) {
      return new Page<>(List.of(), 0, false);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("organizationKey", organizationKey);
    String where = where(scope, filter, words, values);
    long counted =
        handle
            .createQuery(
                "SELECT count(*) FROM (SELECT 1 FROM report r "
                    + where
                    + " FETCH FIRST :countLimit ROWS ONLY) counted")
            .bind("countLimit", PageRequest.COUNT_LIMIT + 1)
            .bindMap(values)
            .mapTo(long.class)
            .one();
    List<Report> rows =
        handle
            .createQuery(
                "SELECT "
                    + ReportColumns.REPORT
                    + " FROM report r "
                    + where
                    + order(filter)
                    + " OFFSET :offset ROWS FETCH FIRST :perPage ROWS ONLY")
            .bind("offset", page.offset())
            .bind("perPage", page.perPage())
            .bindMap(values)
            .map((row, context) -> ReportColumns.report(row))
            .list();
    return Page.counted(rows, counted);
  }

  /** Named as the index of the filter is, so that it need not be sorted. */
  private static String order(ReportFilter filter) {
    String equal = "";
    if (filter.patientKey() != null) {
      equal = " r.patient_key,";
    } else if (filter.radiologistKey() != null) {
      equal = " r.radiologist_key,";
    } else if (filter.dentistKey() != null) {
      equal = " r.dentist_key,";
    } else if (filter.officeKey() != null) {
      equal = " r.office_key,";
    } else if (filter.status() != null) {
      equal = " r.status,";
    }
    return " ORDER BY r.organization_key," + equal + " r.created_at DESC, r.report_key DESC ";
  }

  private static String where(
      ReportScope scope, ReportFilter filter, List<String> words, Map<String, Object> values) {
    StringBuilder sql =
        new StringBuilder("WHERE r.organization_key = :organizationKey AND r.deleted_at IS NULL");
    scope(sql, scope, values);
    and(sql, values, "r.patient_key = :", "patientKey", filter.patientKey());
    and(sql, values, "r.office_key = :", "officeKey", filter.officeKey());
    and(sql, values, "r.radiologist_key = :", "radiologistKey", filter.radiologistKey());
    and(sql, values, "r.dentist_key = :", "dentistKey", filter.dentistKey());
    and(sql, values, "r.worklist_item_key = :", "itemKey", filter.worklistItemKey());
    String status = filter.status() == null ? null : filter.status().word();
    and(sql, values, "r.status = :", "status", status);
    and(sql, values, "r.created_at >= :", "createdFrom", filter.createdFrom());
    and(sql, values, "r.created_at < :", "createdBefore", filter.createdBefore());
    and(sql, values, "r.signed_at >= :", "signedFrom", filter.signedFrom());
    and(sql, values, "r.signed_at < :", "signedBefore", filter.signedBefore());
    for (int i = 0; i < words.size(); i++) {
      sql.append(SEARCH.formatted(i));
      values.put("from" + i, words.get(i));
      values.put("to" + i, FoldedText.successor(words.get(i)));
    }
    return sql.append(' ').toString();
  }

  private static final String SEARCH =
      """
       AND r.report_key IN (
        SELECT x.report_key FROM patient_word w JOIN report x ON x.patient_key = w.patient_key
        WHERE w.organization_key = :organizationKey AND w.word >= :from%1$d AND w.word < :to%1$d
        UNION SELECT v.report_key FROM report_word v
        WHERE v.organization_key = :organizationKey AND v.word >= :from%1$d AND v.word < :to%1$d)
      """;

  private static void scope(StringBuilder sql, ReportScope scope, Map<String, Object> values) {
    if (scope.readerKey() != null) {
      values.put("readerKey", scope.readerKey());
      sql.append(
          """
           AND r.report_key IN (
            SELECT a.report_key FROM report a
            WHERE a.organization_key = :organizationKey AND a.radiologist_key = :readerKey
            UNION SELECT b.report_key FROM report b
            WHERE b.organization_key = :organizationKey AND b.author_key = :readerKey)
          """);
    } else if (scope.officeKeys() != null) {
      sql.append(" AND r.office_key IN (");
      for (int i = 0; i < scope.officeKeys().size(); i++) {
        sql.append(i == 0 ? ":office" : ", :office").append(i);
        values.put("office" + i, scope.officeKeys().get(i));
      }
      sql.append(')');
    }
    if (scope.readerKey() == null && !scope.drafts()) {
      values.put("userKey", scope.userKey() == null ? 0L : scope.userKey());
      sql.append(" AND (r.status <> 'draft' OR r.author_key = :userKey)");
    }
  }

  private static void and(
      StringBuilder sql, Map<String, Object> values, String condition, String name, Object value) {
    if (value != null) {
      sql.append(" AND ").append(condition).append(name);
      values.put(name, value);
    }
  }
}
