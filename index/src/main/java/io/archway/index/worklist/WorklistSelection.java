package io.archway.index.worklist;

import io.archway.index.database.SqlText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The items of a filter in SQL. Either few items are found first and sorted: those of a patient, of
 * some days, of a search that finds few. Or one condition leads by an index that also gives the
 * order; the others are written so that no index fits them, since H2 would choose among them by
 * numbers that say little.
 */
final class WorklistSelection {
  private static final int MAX_FOUND = 1_000;

  /** Longer ranges of dates are read in the order of the list. */
  private static final int MAX_DAYS = 62;

  private final WorklistFilter filter;
  private final long organizationKey;
  private final WorklistOrder order;
  private final SqlText from = new SqlText();
  private String orderColumns;

  private WorklistSelection(long organizationKey, WorklistFilter filter, WorklistOrder order) {
    this.organizationKey = organizationKey;
    this.filter = filter;
    this.order = order;
    this.orderColumns = order.columns();
  }

  /** Empty where the filter cannot show anything. */
  static Optional<WorklistSelection> of(
      Connection connection, long organizationKey, WorklistFilter filter, WorklistOrder order)
      throws SQLException {
    WorklistSearch search =
        filter.search() == null ? null : WorklistSearch.of(organizationKey, filter.search());
    boolean none =
        search != null && search.findsNothing()
            || filter.officeKeys() != null && filter.officeKeys().isEmpty();
    if (none) {
      return Optional.empty();
    }
    WorklistSelection selection = new WorklistSelection(organizationKey, filter, order);
    selection.build(connection, search);
    return Optional.of(selection);
  }

  long count(Connection connection, long limit) throws SQLException {
    return new SqlText()
        .add("SELECT count(*) FROM (SELECT 1")
        .add(from)
        .add(" FETCH FIRST ? ROWS ONLY) counted", limit)
        .number(connection);
  }

  List<Long> keys(Connection connection, int offset, int most) throws SQLException {
    return new SqlText()
        .add("SELECT w.worklist_item_key")
        .add(from)
        .add(" ORDER BY " + orderColumns)
        .add(" OFFSET ? ROWS FETCH FIRST ? ROWS ONLY", offset, most)
        .query(connection, row -> row.getLong(1));
  }

  private void build(Connection connection, WorklistSearch search) throws SQLException {
    boolean found = search != null && findsFew(connection, search);
    Optional<SqlText> few = found ? Optional.of(search.keys(true)) : fewItems();
    if (few.isPresent()) {
      from.add(" FROM (").add(few.get());
      from.add(") d LEFT JOIN worklist_item w ON w.worklist_item_key = d.k");
    } else {
      from.add(" FROM worklist_item w");
    }
    from.add(" WHERE w.organization_key = ?", organizationKey);
    appendConditions(few.isPresent() ? Lead.NONE : lead());
    if (search != null && !found) {
      search.appendCondition(from);
    }
    from.add(" AND w.deleted_at IS NULL");
    if (!filter.withCancelled()) {
      from.add(" AND w.cancelled_at IS NULL");
    }
  }

  private static boolean findsFew(Connection connection, WorklistSearch search)
      throws SQLException {
    return new SqlText()
            .add("SELECT count(*) FROM (")
            .add(search.keys(false))
            .add(" FETCH FIRST ? ROWS ONLY) counted", MAX_FOUND + 1)
            .number(connection)
        <= MAX_FOUND;
  }

  private Optional<SqlText> fewItems() {
    if (filter.patientKey() != null) {
      return Optional.of(
          new SqlText()
              .add(
                  "SELECT x.worklist_item_key AS k FROM worklist_item x WHERE x.patient_key = ?",
                  filter.patientKey()));
    }
    if (!order.isByStart() && hasFewDays()) {
      return Optional.of(
          new SqlText()
              .add(
                  """
                  SELECT x.worklist_item_key AS k FROM worklist_item x
                  WHERE x.organization_key = ? AND x.start_date >= ? AND x.start_date <= ?
                  """,
                  organizationKey,
                  filter.startFrom(),
                  filter.startTo()));
    }
    return Optional.empty();
  }

  private boolean hasFewDays() {
    return filter.startFrom() != null
        && filter.startTo() != null
        && ChronoUnit.DAYS.between(filter.startFrom(), filter.startTo()) <= MAX_DAYS;
  }

  private enum Lead {
    STATUS("status"),
    SCAN_STATUS("scan_status"),
    RADIOLOGIST("radiologist_key"),
    DENTIST("dentist_key"),
    OFFICE("office_key"),
    START(null),
    NONE(null);

    private final String column;

    Lead(String column) {
      this.column = column;
    }
  }

  /** The condition with the fewest rows, as far as its meaning tells: most items are done. */
  private Lead lead() {
    Lead lead = order.isByStart() ? Lead.START : leadByKey();
    orderColumns =
        "w.organization_key, "
            + (lead.column == null ? "" : "w." + lead.column + ", ")
            + order.columns();
    return lead;
  }

  private Lead leadByKey() {
    if (filter.status() == ItemStatus.PENDING) {
      return Lead.STATUS;
    }
    if (filter.scanStatus() != null && filter.scanStatus() != ScanStatus.READY) {
      return Lead.SCAN_STATUS;
    }
    if (filter.radiologistKey() != null) {
      return Lead.RADIOLOGIST;
    }
    if (filter.dentistKey() != null) {
      return Lead.DENTIST;
    }
    if (filter.officeKeys() != null && filter.officeKeys().size() == 1) {
      return Lead.OFFICE;
    }
    if (filter.status() != null) {
      return Lead.STATUS;
    }
    return filter.scanStatus() != null ? Lead.SCAN_STATUS : Lead.NONE;
  }

  private void appendConditions(Lead lead) {
    appendKey("patient_key", filter.patientKey(), false);
    appendWord(
        "status", filter.status() == null ? null : filter.status().word(), lead == Lead.STATUS);
    appendWord(
        "scan_status",
        filter.scanStatus() == null ? null : filter.scanStatus().word(),
        lead == Lead.SCAN_STATUS);
    appendKey("radiologist_key", filter.radiologistKey(), lead == Lead.RADIOLOGIST);
    appendKey("dentist_key", filter.dentistKey(), lead == Lead.DENTIST);
    appendOffices(lead == Lead.OFFICE);
    String start = lead == Lead.START ? "w.start_date" : "w.start_date + 0";
    if (filter.startFrom() != null) {
      from.add(" AND " + start + " >= ?", filter.startFrom());
    }
    if (filter.startTo() != null) {
      from.add(" AND " + start + " <= ?", filter.startTo());
    }
    if (filter.modality() != null) {
      from.add(
          """
           AND EXISTS (SELECT 1 FROM scheduled_procedure_step s
             WHERE s.worklist_item_key = w.worklist_item_key AND s.modality = ?)
          """,
          filter.modality());
    }
  }

  private void appendKey(String column, Long key, boolean leads) {
    if (key != null) {
      from.add(" AND w." + column + (leads ? "" : " + 0") + " = ?", key);
    }
  }

  private void appendWord(String column, String word, boolean leads) {
    if (word != null) {
      from.add(" AND w." + column + (leads ? "" : " || ''") + " = ?", word);
    }
  }

  private void appendOffices(boolean leads) {
    List<Long> offices = filter.officeKeys();
    if (offices != null && offices.size() == 1) {
      appendKey("office_key", offices.get(0), leads);
    } else if (offices != null) {
      from.add(" AND w.office_key + 0 IN ").addIn(offices);
    }
  }
}
