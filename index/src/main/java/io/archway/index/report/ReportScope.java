package io.archway.index.report;

import io.archway.index.access.Visibility;
import java.util.List;

/**
 * Which reports of their organization a user sees: who reads, those that they are to read or have
 * begun; who belongs to offices, those of their offices, drafts only where they began them; others
 * all. Null does not restrict.
 */
public record ReportScope(List<Long> officeKeys, Long readerKey, Long userKey) {
  public static final ReportScope ALL = new ReportScope(null, null, null);

  public ReportScope {
    officeKeys = officeKeys == null ? null : List.copyOf(officeKeys);
  }

  /** What follows from the items that a user sees. */
  public static ReportScope of(Visibility items, Long userKey) {
    return new ReportScope(items.officeKeys(), items.radiologistKey(), userKey);
  }

  public boolean includes(Report report) {
    boolean own = userKey != null && userKey.equals(report.authorKey());
    if (readerKey != null) {
      return own || readerKey.equals(report.radiologistKey());
    }
    return officeKeys == null
        || officeKeys.contains(report.subject().officeKey())
            && (own || report.status() != ReportStatus.DRAFT);
  }
}
