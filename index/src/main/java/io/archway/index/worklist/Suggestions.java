package io.archway.index.worklist;

import io.archway.index.access.Visibility;
import io.archway.index.database.BoundedText;
import io.archway.index.database.Statements;
import io.archway.index.organization.Office;
import io.archway.index.patient.FoldedText;
import io.archway.index.patient.PatientChoiceDao.PatientChoice;
import io.archway.index.patient.TypedPatients;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a person may mean by what they have typed so far: patients by the words of their names and
 * Patient ID, accession numbers and offices by their beginning. A few of each, found by indexes.
 */
public record Suggestions(
    List<PatientChoice> patients, List<String> accessionNumbers, List<Office> offices) {
  private record Numbered(String accessionNumber, long officeKey, Long radiologistKey) {}

  private static final int MAX_WORDS = 8;

  private static final String ACCESSION_NUMBERS =
      """
      SELECT w.accession_number, w.office_key, w.radiologist_key FROM worklist_item w
      WHERE w.organization_key = ? AND w.accession_number >= ? AND w.accession_number < ?
        AND w.deleted_at IS NULL
      ORDER BY w.organization_key, w.accession_number, w.worklist_item_key
      FETCH FIRST ? ROWS ONLY
      """;

  /** Read at most for who may see only some of them. */
  private static final int MOST_READ = 1_000;

  public Suggestions {
    patients = List.copyOf(patients);
    accessionNumbers = List.copyOf(accessionNumbers);
    offices = List.copyOf(offices);
  }

  /** {@code offices} are all; at most {@code most} of each kind. */
  public static Suggestions of(
      Connection connection,
      long organizationKey,
      Visibility visible,
      String typed,
      List<Office> offices,
      int most)
      throws SQLException {
    List<String> words = FoldedText.words(typed, MAX_WORDS);
    if (words.isEmpty()) {
      return new Suggestions(List.of(), List.of(), List.of());
    }
    return new Suggestions(
        TypedPatients.find(connection, organizationKey, visible, typed, most),
        accessionNumbers(connection, organizationKey, visible, BoundedText.of(typed), most),
        offices.stream()
            .filter(office -> visible.includeOffice(office.officeKey()) && isMeant(office, words))
            .limit(most)
            .toList());
  }

  /** As typed, then as most numbers are written. */
  private static List<String> accessionNumbers(
      Connection connection, long organizationKey, Visibility visible, String typed, int most)
      throws SQLException {
    Set<String> numbers = new LinkedHashSet<>();
    boolean all = visible.isAll();
    for (String prefix : List.of(typed, typed.toUpperCase(Locale.ROOT))) {
      Statements.query(
              connection,
              ACCESSION_NUMBERS,
              binding ->
                  binding
                      .add(organizationKey)
                      .add(prefix)
                      .add(FoldedText.successor(prefix))
                      .add(all ? 4 * most : MOST_READ),
              row -> new Numbered(row.getString(1), row.getLong(2), row.getObject(3, Long.class)))
          .stream()
          .filter(item -> visible.includeItem(item.officeKey, item.radiologistKey))
          .forEach(item -> numbers.add(item.accessionNumber));
    }
    return numbers.stream().limit(most).toList();
  }

  private static boolean isMeant(Office office, List<String> words) {
    List<String> own = new ArrayList<>(FoldedText.words(office.name(), MAX_WORDS));
    return words.stream().allMatch(word -> own.stream().anyMatch(part -> part.startsWith(word)));
  }
}
