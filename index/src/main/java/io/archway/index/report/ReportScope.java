package io.archway.index.report;

import io.archway.index.access.Visibility;
import java.util.List;

/**
 * Which reports of their organization a user sees: who reads, those that they are to read or have
 * begun; who belongs to offices, those of their offices; others all. Null does not restrict.
 *
 * @param drafts whether they see drafts that others began
 */
public record ReportScope(List<Long> officeKeys, Long readerKey, Long userKey, boolean drafts) {
  public static final ReportScope ALL = new ReportScope(null, null, null, true);

  public ReportScope {
    officeKeys = officeKeys == null ? null : List.copyOf(officeKeys);
  }

  /** What follows from the items that a user sees. */
  public static ReportScope of(Visibility items, Long userKey, boolean drafts) {
    return new ReportScope(items.officeKeys(), items.radiologistKey(), userKey, drafts);
  }

  public boolean includes(Report report) {
    boolean own = userKey != null && userKey.equals(report.authorKey());
    if (readerKey != null) {
      return own || readerKey.equals(report.radiologistKey());
    }
    return (officeKeys == null || officeKeys.contains(report.subject().officeKey()))
        && (drafts || own || report.status() != ReportStatus.DRAFT);
  }
}
