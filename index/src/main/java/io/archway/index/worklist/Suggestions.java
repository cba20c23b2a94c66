package io.archway.index.worklist;

import io.archway.index.access.Visibility;
import io.archway.index.database.BoundedText;
import io.archway.index.database.Statements;
import io.archway.index.organization.Office;
import io.archway.index.patient.FoldedText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a person may mean by what they have typed so far: patients by the words of their names and
 * Patient ID, accession numbers and offices by their beginning. A few of each, found by indexes.
 */
public record Suggestions(
    List<SuggestedPatient> patients, List<String> accessionNumbers, List<Office> offices) {
  /** A patient, in short. */
  public record SuggestedPatient(
      long patientKey, String patientId, String name, LocalDate birthDate) {}

  private record Numbered(String accessionNumber, long officeKey, Long radiologistKey) {}

  private static final int MAX_WORDS = 8;

  private static final String PATIENTS =
      """
      SELECT p.patient_key, p.patient_id, p.name, p.birth_date
      FROM patient_word a JOIN patient p ON p.patient_key = a.patient_key
      WHERE a.organization_key = ? AND a.word >= ? AND a.word < ?
        AND p.merged_into_key IS NULL AND p.deleted_at IS NULL
      """;
  private static final String AND_WORD =
      """
       AND EXISTS (SELECT 1 FROM patient_word b WHERE b.organization_key = ?
         AND b.word >= ? AND b.word < ? AND b.patient_key = a.patient_key)
      """;
  private static final String FIRST =
      " ORDER BY a.organization_key, a.word, a.patient_key FETCH FIRST ? ROWS ONLY";
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
        patients(connection, organizationKey, visible, words, most),
        accessionNumbers(connection, organizationKey, visible, BoundedText.of(typed), most),
        offices.stream()
            .filter(office -> visible.includeOffice(office.officeKey()) && isMeant(office, words))
            .limit(most)
            .toList());
  }

  /** Patients alone, as far as somebody sees them; the longest word leads to the fewest. */
  public static List<SuggestedPatient> patients(
      Connection connection, long organizationKey, Visibility visible, String typed, int most)
      throws SQLException {
    List<String> words =
        FoldedText.words(typed, MAX_WORDS).stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    return words.isEmpty() || visible.isNone()
        ? List.of()
        : patients(connection, organizationKey, visible, words, most);
  }

  /** Several words of one patient may begin alike: more rows are read than are shown. */
  private static List<SuggestedPatient> patients(
      Connection connection, long organizationKey, Visibility visible, List<String> words, int most)
      throws SQLException {
    Set<SuggestedPatient> patients = new LinkedHashSet<>();
    patients.addAll(
        Statements.query(
            connection,
            PATIENTS + AND_WORD.repeat(words.size() - 1) + visible.andPatient("p") + FIRST,
            binding -> {
              for (String word : words) {
                binding.add(organizationKey).add(word).add(FoldedText.successor(word));
              }
              binding.add(4 * most);
            },
            Suggestions::patient));
    return patients.stream().limit(most).toList();
  }

  private static SuggestedPatient patient(ResultSet row) throws SQLException {
    return new SuggestedPatient(
        row.getLong(1), row.getString(2), row.getString(3), row.getObject(4, LocalDate.class));
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
