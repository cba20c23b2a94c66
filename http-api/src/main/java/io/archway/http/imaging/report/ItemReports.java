package io.archway.http.imaging.report;

import io.archway.http.access.Permission;
import io.archway.http.kernel.Principal;
import io.archway.index.database.Database;
import io.archway.index.database.SqlFailureException;
import io.archway.index.report.Report;
import io.archway.index.report.ReportLists;
import io.archway.index.report.ReportScope;
import io.archway.index.report.ReportStatus;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The reports of worklist items, as far as somebody sees reports. */
public final class ItemReports {

  /** A report of an item. */
  public record ReportPart(long id, ReportStatus status) {}

  private ItemReports() {}

  /** Of one item, the first first. */
  public static List<ReportPart> of(Database database, Principal principal, long itemKey) {
    return database
        .read(handle -> of(handle, principal, List.of(itemKey)))
        .getOrDefault(itemKey, List.of());
  }

  /** By item; of all in one query. Items without are not in it. */
  public static Map<Long, List<ReportPart>> of(
      Handle handle, Principal principal, List<Long> itemKeys) {
    if (itemKeys.isEmpty() || !principal.may(Permission.REPORT_SHOW.text())) {
      return Map.of();
    }
    ReportScope scope = ReportReading.scope(handle, principal);
    return reports(handle, principal.organizationKey(), itemKeys).stream()
        .filter(scope::includes)
        .collect(
            Collectors.groupingBy(
                report -> report.subject().worklistItemKey(),
                Collectors.mapping(
                    report -> new ReportPart(report.reportKey(), report.status()),
                    Collectors.toList())));
  }

  private static List<Report> reports(Handle handle, long organizationKey, List<Long> itemKeys) {
    try {
      return ReportLists.ofItems(handle.getConnection(), organizationKey, itemKeys);
    } catch (SQLException e) {
      throw new SqlFailureException(e);
    }
  }
}
