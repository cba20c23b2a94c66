package io.archway.index.worklist;

import io.archway.index.patient.FoldedText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The items of a filter in SQL. One condition leads by an index that also gives the order; the
 * others are written so that no index fits them, since H2 would choose among them by numbers that
 * say little. A search leads where it finds few items.
 */
final class WorklistSelection {
  private static final int MAX_WORDS = 8;
  private static final int MAX_FOUND = 1_000;

  /** Longer ranges of dates are read in the order of the list. */
  private static final int MAX_DAYS = 62;

  private final StringBuilder text = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();
  private final WorklistFilter filter;
  private final long organizationKey;
  private final boolean empty;
  private String orderColumns;

  private WorklistSelection(long organizationKey, WorklistFilter filter, boolean empty) {
    this.organizationKey = organizationKey;
    this.filter = filter;
    this.empty = empty;
  }

  static WorklistSelection of(
      Connection connection, long organizationKey, WorklistFilter filter, WorklistOrder order)
      throws SQLException {
    List<String> words = FoldedText.words(filter.search(), MAX_WORDS);
    boolean searches = filter.search() != null && !filter.search().isBlank();
    boolean none =
        searches && words.isEmpty() || filter.officeKeys() != null && filter.officeKeys().isEmpty();
    WorklistSelection selection = new WorklistSelection(organizationKey, filter, none);
    if (!none) {
      selection.build(connection, words, order);
    }
    return selection;
  }

  boolean isEmpty() {
    return empty;
  }

  List<Object> parameters() {
    return parameters;
  }

  /** One more parameter: the limit. */
  String count() {
    return "SELECT count(*) FROM (SELECT 1" + text + " FETCH FIRST ? ROWS ONLY) counted";
  }

  /** Two more parameters: offset and number of rows. */
  String keys() {
    return "SELECT w.worklist_item_key"
        + text
        + " ORDER BY "
        + orderColumns
        + " OFFSET ? ROWS FETCH FIRST ? ROWS ONLY";
  }

  private void build(Connection connection, List<String> words, WorklistOrder order)
      throws SQLException {
    boolean found = !words.isEmpty() && finds(connection, words) <= MAX_FOUND;
    if (found) {
      add(" FROM (");
      addSearch(words, true);
      add(") d LEFT JOIN worklist_item w ON w.worklist_item_key = d.k");
      add(" WHERE w.organization_key = ?", organizationKey);
      orderColumns = order.columns();
      addOthers(null, true);
    } else {
      add(" FROM worklist_item w WHERE w.organization_key = ?", organizationKey);
      lead(order);
      if (!words.isEmpty()) {
        add(" AND ((1 = 1");
        addWords(words, "w.patient_key");
        add(")");
        for (String accession : accessionNumbers()) {
          add(" OR ");
          addPrefix("w.accession_number", accession);
        }
        add(")");
      }
    }
    add(" AND w.deleted_at IS NULL");
    if (!filter.withCancelled()) {
      add(" AND w.cancelled_at IS NULL");
    }
  }

  private WorklistSelection add(String sql, Object... values) {
    text.append(sql);
    parameters.addAll(List.of(values));
    return this;
  }

  private long finds(Connection connection, List<String> words) throws SQLException {
    WorklistSelection probe = new WorklistSelection(organizationKey, filter, false);
    probe.add("SELECT count(*) FROM (");
    probe.addSearch(words, false);
    probe.add(" FETCH FIRST ? ROWS ONLY) counted", MAX_FOUND + 1);
    try (PreparedStatement statement = connection.prepareStatement(probe.text.toString())) {
      for (int i = 0; i < probe.parameters.size(); i++) {
        statement.setObject(i + 1, probe.parameters.get(i));
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Keys of items by words of the patient, the longest word first, or by accession number. */
  private void addSearch(List<String> words, boolean distinct) {
    List<String> longestFirst =
        words.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
    String first = longestFirst.get(0);
    add(
        """
        SELECT x.worklist_item_key AS k
        FROM patient_word a JOIN worklist_item x ON x.patient_key = a.patient_key
        WHERE a.organization_key = ? AND a.word >= ? AND a.word < ?
        """,
        organizationKey,
        first,
        FoldedText.successor(first));
    addWords(longestFirst.subList(1, longestFirst.size()), "a.patient_key");
    for (String accession : accessionNumbers()) {
      add(distinct ? " UNION " : " UNION ALL ");
      add(
          "SELECT y.worklist_item_key AS k FROM worklist_item y WHERE y.organization_key = ? AND ",
          organizationKey);
      addPrefix("y.accession_number", accession);
    }
  }

  /** As typed, and as most numbers are written. */
  private List<String> accessionNumbers() {
    String typed = filter.search().strip();
    return Stream.of(typed, typed.toUpperCase(Locale.ROOT)).distinct().toList();
  }

  private void addPrefix(String column, String prefix) {
    add("(" + column + " >= ? AND " + column + " < ?)", prefix, FoldedText.successor(prefix));
  }

  private void addWords(List<String> words, String patientKey) {
    for (String word : words) {
      add(
          """
           AND EXISTS (SELECT 1 FROM patient_word b WHERE b.organization_key = ?
             AND b.word >= ? AND b.word < ? AND b.patient_key = %s)
          """
              .formatted(patientKey),
          organizationKey,
          word,
          FoldedText.successor(word));
    }
  }

  /** What leads: the fewest rows, as far as the meaning of a condition tells. */
  private enum Lead {
    PATIENT("patient_key"),
    STATUS("status"),
    SCAN_STATUS("scan_status"),
    RADIOLOGIST("radiologist_key"),
    DENTIST("dentist_key"),
    OFFICE("office_key"),
    START("start_date");

    private final String column;

    Lead(String column) {
      this.column = column;
    }
  }

  private Lead choose(WorklistOrder order) {
    if (filter.patientKey() != null) {
      return Lead.PATIENT;
    }
    if (order.isByStart() || hasFewDays()) {
      return Lead.START;
    }
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
    return filter.scanStatus() != null ? Lead.SCAN_STATUS : null;
  }

  private boolean hasFewDays() {
    return filter.startFrom() != null
        && filter.startTo() != null
        && ChronoUnit.DAYS.between(filter.startFrom(), filter.startTo()) <= MAX_DAYS;
  }

  /** Named in the order as its index has them, so that nothing need be sorted. */
  private void lead(WorklistOrder order) {
    Lead lead = choose(order);
    boolean equal = lead != null && lead != Lead.PATIENT && lead != Lead.START;
    orderColumns =
        "w.organization_key, " + (equal ? "w." + lead.column + ", " : "") + order.columns();
    addOthers(lead, false);
  }

  private void addOthers(Lead lead, boolean found) {
    addKey("patient_key", filter.patientKey(), lead == Lead.PATIENT);
    addWord("status", filter.status() == null ? null : filter.status().word(), lead == Lead.STATUS);
    addWord(
        "scan_status",
        filter.scanStatus() == null ? null : filter.scanStatus().word(),
        lead == Lead.SCAN_STATUS);
    addKey("radiologist_key", filter.radiologistKey(), lead == Lead.RADIOLOGIST);
    addKey("dentist_key", filter.dentistKey(), lead == Lead.DENTIST);
    addOffices(lead == Lead.OFFICE);
    boolean sorted = lead == Lead.START || found;
    if (filter.startFrom() != null) {
      add(" AND " + date(sorted) + " >= ?", filter.startFrom());
    }
    if (filter.startTo() != null) {
      add(" AND " + date(sorted) + " <= ?", filter.startTo());
    }
    if (filter.modality() != null) {
      add(
          """
           AND EXISTS (SELECT 1 FROM scheduled_procedure_step s
             WHERE s.worklist_item_key = w.worklist_item_key AND s.modality = ?)
          """,
          filter.modality());
    }
  }

  private static String date(boolean leads) {
    return leads ? "w.start_date" : "w.start_date + 0";
  }

  private void addKey(String column, Long key, boolean leads) {
    if (key != null) {
      add(" AND w." + column + (leads ? "" : " + 0") + " = ?", key);
    }
  }

  private void addWord(String column, String word, boolean leads) {
    if (word != null) {
      add(" AND w." + column + (leads ? "" : " || ''") + " = ?", word);
    }
  }

  private void addOffices(boolean leads) {
    List<Long> offices = filter.officeKeys();
    if (offices == null) {
      return;
    }
    if (offices.size() == 1) {
      addKey("office_key", offices.get(0), leads);
      return;
    }
    int places = Integer.highestOneBit(offices.size() * 2 - 1);
    add(" AND w.office_key + 0 IN (?" + ", ?".repeat(places - 1) + ")");
    for (int i = 0; i < places; i++) {
      parameters.add(offices.get(Math.min(i, offices.size() - 1)));
    }
  }
}
