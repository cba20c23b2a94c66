package io.archway.index.audit;

import io.archway.index.database.Binding;
import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/** Finds sealed entries of an organization, the last first. */
public final class AuditSearch {
  private static final String RECORD =
      """
      SELECT r.kind, r.told_key, r.first_position, r.last_position FROM audit_record r
      WHERE r.organization_key = ? AND r.kind = ? AND r.record_key = ?
      """;

  /** A row within the range of a sealing may be of other records. */
  private static final String NAMED =
      """
       n JOIN audit a ON a.audit_position >= n.first_position
        AND a.audit_position <= n.last_position
        AND position(' ' || n.kind || ':' || n.told_key || ' ' IN ' ' || a.records || ' ') > 0
      """;

  private static final String BY_POSITION =
      "SELECT " + AuditRows.COLUMNS + " FROM audit a WHERE a.audit_position IN %s";

  private final Connection connection;
  private final long organizationKey;
  private final AuditFilter filter;
  private final List<Long> patients;

  private AuditSearch(
      Connection connection, long organizationKey, AuditFilter filter, List<Long> patients) {
    this.connection = connection;
    this.organizationKey = organizationKey;
    this.filter = filter;
    this.patients = patients;
  }

  public static Page<SealedEntry> page(
      Connection connection, long organizationKey, AuditFilter filter, PageRequest page)
      throws SQLException {
    List<Long> patients =
        filter.patientKey() == null
            ? List.of()
            : PatientRecords.keys(connection, organizationKey, filter.patientKey());
    return new AuditSearch(connection, organizationKey, filter, patients).page(page);
  }

  private Page<SealedEntry> page(PageRequest page) throws SQLException {
    long counted =
        Statements.query(
                connection,
                "SELECT count(*) FROM (" + positions() + " FETCH FIRST ? ROWS ONLY) counted",
                binding -> bind(binding).add(PageRequest.COUNT_LIMIT + 1),
                row -> row.getLong(1))
            .get(0);
    List<Long> positions =
        Statements.query(
            connection,
            positions() + order() + " OFFSET ? ROWS FETCH FIRST ? ROWS ONLY",
            binding -> bind(binding).add(page.offset()).add(page.perPage()),
            row -> row.getLong(1));
    List<SealedEntry> rows =
        Statements.queryIn(connection, BY_POSITION, positions, Binding::addAll, AuditRows::sealed);
    return Page.counted(
        rows.stream()
            .sorted(Comparator.comparingInt(row -> positions.indexOf(row.position())))
            .toList(),
        counted);
  }

  /** DISTINCT where a row may be found by several records. */
  private String positions() {
    boolean byRecord = filter.record() != null || !patients.isEmpty();
    StringBuilder sql = new StringBuilder("SELECT ");
    if (byRecord) {
      sql.append("DISTINCT a.audit_position, a.occurred_at FROM (").append(named()).append(')');
      sql.append(NAMED);
    } else {
      sql.append("a.audit_position, a.occurred_at FROM audit a");
    }
    sql.append(" WHERE a.organization_key = ?");
    if (filter.userKey() != null) {
      sql.append(" AND a.user_key = ?");
    }
    if (filter.action() != null) {
      sql.append(" AND a.action = ?");
    }
    if (filter.from() != null) {
      sql.append(" AND a.occurred_at >= ?");
    }
    if (filter.before() != null) {
      sql.append(" AND a.occurred_at < ?");
    }
    return sql.toString();
  }

  private String named() {
    return filter.record() != null ? RECORD : PatientRecords.named(patients.size());
  }

  private Binding bind(Binding binding) throws SQLException {
    if (filter.record() != null) {
      binding.add(organizationKey).add(filter.record().kind().name()).add(filter.record().key());
    } else if (!patients.isEmpty()) {
      for (int part = 0; part < PatientRecords.PARTS; part++) {
        binding.add(organizationKey).addAll(patients);
      }
    }
    binding.add(organizationKey);
    if (filter.userKey() != null) {
      binding.add(filter.userKey());
    }
    if (filter.action() != null) {
      binding.add(filter.action().name());
    }
    if (filter.from() != null) {
      binding.add(filter.from());
    }
    if (filter.before() != null) {
      binding.add(filter.before());
    }
    return binding;
  }

  /** Named as the index of the filter is, so that it need not be sorted. */
  private String order() {
    boolean byRecord = filter.record() != null || !patients.isEmpty();
    String equal = "";
    if (!byRecord && filter.userKey() != null) {
      equal = "a.organization_key, a.user_key, ";
    } else if (!byRecord && filter.action() != null) {
      equal = "a.organization_key, a.action, ";
    } else if (!byRecord) {
      equal = "a.organization_key, ";
    }
    return " ORDER BY " + equal + "a.occurred_at DESC, a.audit_position DESC";
  }
}
