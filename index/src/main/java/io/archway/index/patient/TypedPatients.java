package io.archway.index.patient;

import io.archway.index.access.Visibility;
import io.archway.index.database.Binding;
import io.archway.index.database.Statements;
import io.archway.index.patient.PatientChoiceDao.PatientChoice;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Patients of whose names or Patient ID the words typed so far begin words, at each key that is
 * pressed: so what is read is bounded, however many patients there are. The rarest word leads, and
 * its index has all words of a patient beside it, so that those who are not called so cost no
 * probe: of words that have nothing to do with each other about the root of patients times answers
 * are read. Of who sees some patients only, those of their own offices are looked for first, as
 * that is cheaper to tell than what else is seen; who sees few is led by these. Used for one
 * question, on one connection.
 */
public final class TypedPatients {
  private static final int MAX_WORDS = 8;

  /** A word that more begin with is as common as any. */
  private static final int COMMON = 1_000;

  /** So few are asked one by one whether they are seen. */
  private static final int RARE = 300;

  /** Who sees more is not led by what they see. */
  private static final int FEW = 1_000;

  private static final String COUNT =
      """
      SELECT count(*) FROM (SELECT 1 AS one FROM patient_word a
       WHERE a.organization_key = ? AND a.word >= ? AND a.word < ? FETCH FIRST ? ROWS ONLY) counted
      """;
  private static final String THERE = " AND p.merged_into_key IS NULL AND p.deleted_at IS NULL";
  private static final String WALK =
      """
      SELECT p.patient_key, p.patient_id, p.name, p.birth_date
      FROM patient_word a JOIN patient p ON p.patient_key = a.patient_key
      WHERE a.organization_key = ? AND a.word >= ? AND a.word < ?
      """
          + THERE;
  private static final String IN_ORDER =
      " ORDER BY a.organization_key, a.word, a.patient_key FETCH FIRST ? ROWS ONLY";

  /** Without the organization, by which H2 would read all who are called so for each patient. */
  private static final String CALLED =
      """
      EXISTS (SELECT 1 FROM patient_word b WHERE b.patient_key = %s.patient_key
       AND b.word >= ? AND b.word < ?)
      """;

  private static final String ALSO_CALLED =
      " AND (a.words LIKE ? OR a.words IS NULL AND " + CALLED.formatted("a") + ")";
  private static final String AMONG =
      """
      SELECT p.patient_key, p.patient_id, p.name, p.birth_date FROM patient p
      WHERE p.patient_key IN %s
      """
          + THERE;

  private final Connection connection;
  private final long organizationKey;
  private final Visibility visible;

  private TypedPatients(Connection connection, long organizationKey, Visibility visible) {
    this.connection = connection;
    this.organizationKey = organizationKey;
    this.visible = visible;
  }

  /** At most so many. */
  public static List<PatientChoice> find(
      Connection connection, long organizationKey, Visibility visible, String typed, int most)
      throws SQLException {
    List<String> words = FoldedText.words(typed, MAX_WORDS);
    return words.isEmpty() || visible.isNone()
        ? List.of()
        : new TypedPatients(connection, organizationKey, visible)
            .find(words, most).stream().limit(most).toList();
  }

  private List<PatientChoice> find(List<String> typed, int most) throws SQLException {
    if (typed.size() == 1 && visible.isAll()) {
      return walk(typed, "", most);
    }
    Map<String, Long> counts = counts(typed);
    Comparator<String> longest = Comparator.comparingInt(String::length).reversed();
    List<String> words =
        typed.stream()
            .sorted(Comparator.<String>comparingLong(counts::get).thenComparing(longest))
            .toList();
    if (visible.isAll() || counts.get(words.get(0)) <= RARE) {
      return walk(words, visible.andPatient("p"), most);
    }
    return seesFew() ? own(words) : ownFirst(words, most);
  }

  private List<PatientChoice> ownFirst(List<String> words, int most) throws SQLException {
    Set<PatientChoice> found = new LinkedHashSet<>();
    if (!visible.ownsNothing()) {
      found.addAll(walk(words, visible.andOwned("p.office_key"), most));
    }
    if (found.size() < most) {
      found.addAll(walk(words, visible.andPatient("p"), most));
    }
    return List.copyOf(found);
  }

  /** How many begin with each, up to {@link #COMMON}. */
  private Map<String, Long> counts(List<String> words) throws SQLException {
    Map<String, Long> counts = new HashMap<>();
    for (String word : words) {
      counts.put(
          word,
          Statements.query(
                  connection,
                  COUNT,
                  binding -> bind(binding.add(organizationKey), word).add(COMMON),
                  row -> row.getLong(1))
              .get(0));
    }
    return counts;
  }

  private static Binding bind(Binding binding, String word) throws SQLException {
    return binding.add(word).add(FoldedText.successor(word));
  }

  /** In the order of the words. Several of one patient may begin alike: then more is read. */
  private List<PatientChoice> walk(List<String> words, String condition, int most)
      throws SQLException {
    List<String> others = words.subList(1, words.size());
    String sql = WALK + ALSO_CALLED.repeat(others.size()) + condition + IN_ORDER;
    for (int rows = 2 * most; ; rows *= 4) {
      int asked = rows;
      List<PatientChoice> read =
          Statements.query(
              connection,
              sql,
              binding -> {
                bind(binding.add(organizationKey), words.get(0));
                for (String other : others) {
                  bind(binding.add("% " + other + "%"), other);
                }
                binding.add(asked);
              },
              TypedPatients::choice);
      Set<PatientChoice> found = new LinkedHashSet<>(read);
      if (found.size() >= most || read.size() < rows) {
        return List.copyOf(found);
      }
    }
  }

  private boolean seesFew() throws SQLException {
    String sql = "SELECT " + visible.leads(organizationKey, FEW + 1);
    return Statements.query(connection, sql, binding -> {}, row -> row.getLong(1)).get(0) <= FEW;
  }

  private List<PatientChoice> own(List<String> words) throws SQLException {
    List<Long> keys =
        Statements.query(
            connection, visible.patientKeys(organizationKey), binding -> {}, row -> row.getLong(1));
    return Statements.queryIn(
            connection,
            AMONG + (" AND " + CALLED.formatted("p")).repeat(words.size()),
            keys,
            (binding, part) -> {
              binding.addAll(part);
              for (String word : words) {
                bind(binding, word);
              }
            },
            TypedPatients::choice)
        .stream()
        .sorted(
            Comparator.<PatientChoice, String>comparing(choice -> FoldedText.fold(choice.name()))
                .thenComparing(PatientChoice::patientKey))
        .toList();
  }

  private static PatientChoice choice(ResultSet row) throws SQLException {
    return new PatientChoice(
        row.getLong(1), row.getString(2), row.getString(3), row.getObject(4, LocalDate.class));
  }
}
