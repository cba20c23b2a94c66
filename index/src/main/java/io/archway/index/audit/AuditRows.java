package io.archway.index.audit;

import io.archway.index.database.Reading;
import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** SQL of sealed rows and of where records are named in them, within the caller's transaction. */
final class AuditRows {
  static final String COLUMNS =
      """
      a.audit_position, a.organization_key, a.occurred_at, a.action, a.via, a.user_key,
      a.token_key, a.actor_name, a.address, a.operation, a.request_id, a.status, a.records,
      a.records_omitted, a.seal
      """;

  private static final String INSERT =
      """
      INSERT INTO audit (audit_position, organization_key, occurred_at, action, via, user_key,
        token_key, actor_name, address, operation, request_id, status, records, records_omitted,
        seal)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String INSERT_RECORD =
      """
      INSERT INTO audit_record (organization_key, kind, record_key, first_position, last_position,
        told_key)
      VALUES (?, ?, ?, ?, ?, ?)
      """;
  private static final String AFTER =
      "SELECT "
          + COLUMNS
          + """
             FROM audit a WHERE a.audit_position > ? AND a.audit_position <= ?
            ORDER BY a.audit_position FETCH FIRST ? ROWS ONLY
            """;

  /** Where rows of one sealing name a record. */
  record Named(long organizationKey, String kind, long toldKey) {}

  /** From the first to the last row that does. */
  private record Range(Named named, long first, long last) {}

  private AuditRows() {}

  static void insert(Connection connection, List<SealedEntry> rows) throws SQLException {
    Statements.batch(
        connection,
        INSERT,
        rows,
        (binding, row) -> {
          AuditEntry entry = row.entry();
          Auditor auditor = entry.auditor();
          binding
              .add(row.position())
              .add(auditor.organizationKey())
              .add(entry.occurredAt())
              .add(entry.action().name())
              .add(auditor.via().name())
              .add(auditor.userKey())
              .add(auditor.tokenKey())
              .add(auditor.name())
              .add(auditor.address())
              .add(auditor.operation())
              .add(auditor.requestId())
              .add(entry.status())
              .add(entry.recordText())
              .add(entry.omitted())
              .add(row.seal());
        });
    insertRecords(connection, rows);
  }

  private static void insertRecords(Connection connection, List<SealedEntry> rows)
      throws SQLException {
    Map<Named, Range> ranges = new LinkedHashMap<>();
    for (SealedEntry row : rows) {
      long organization = row.entry().auditor().organizationKey();
      for (RecordKey record : row.entry().records()) {
        Named named = new Named(organization, record.kind().name(), record.key());
        ranges.merge(
            named,
            new Range(named, row.position(), row.position()),
            (one, other) -> new Range(named, one.first, other.last));
      }
    }
    Statements.batch(
        connection,
        INSERT_RECORD,
        new ArrayList<>(ranges.values()),
        (binding, range) ->
            binding
                .add(range.named.organizationKey)
                .add(range.named.kind)
                .add(range.named.toldKey)
                .add(range.first)
                .add(range.last)
                .add(range.named.toldKey));
  }

  /** In their order, those after one position up to another. */
  static List<SealedEntry> after(Connection connection, long position, long upTo, int most)
      throws SQLException {
    return Statements.query(
        connection, AFTER, binding -> binding.add(position).add(upTo).add(most), AuditRows::sealed);
  }

  /** Throws IllegalArgumentException where a column holds what no entry has. */
  static SealedEntry sealed(ResultSet result) throws SQLException {
    Reading row = new Reading(result);
    long position = row.key();
    long organizationKey = row.key();
    var occurredAt = row.instant();
    Action action = Action.valueOf(row.text());
    Via via = Via.valueOf(row.text());
    Long userKey = row.keyOrNull();
    Long tokenKey = row.keyOrNull();
    String name = row.text();
    String address = row.text();
    String operation = row.text();
    String requestId = row.text();
    Integer status = row.numberOrNull();
    List<RecordKey> records = AuditEntry.records(row.text());
    int omitted = row.number();
    Auditor auditor =
        new Auditor(organizationKey, via, userKey, tokenKey, name, address, operation, requestId);
    return new SealedEntry(
        position,
        new AuditEntry(occurredAt, auditor, action, status, records, omitted),
        row.text());
  }
}
