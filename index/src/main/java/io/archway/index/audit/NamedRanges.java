package io.archway.index.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Between which positions records are named. One thread. */
final class NamedRanges {
  private record Range(long first, long last) {}

  private final Map<AuditRows.Named, List<Range>> ranges = new HashMap<>();

  void add(long organizationKey, String kind, long toldKey, long first, long last) {
    ranges
        .computeIfAbsent(
            new AuditRows.Named(organizationKey, kind, toldKey), n -> new ArrayList<>())
        .add(new Range(first, last));
  }

  boolean cover(SealedEntry row, RecordKey record) {
    long organization = row.entry().auditor().organizationKey();
    AuditRows.Named named = new AuditRows.Named(organization, record.kind().name(), record.key());
    return ranges.getOrDefault(named, List.of()).stream()
        .anyMatch(range -> range.first <= row.position() && row.position() <= range.last);
  }
}
