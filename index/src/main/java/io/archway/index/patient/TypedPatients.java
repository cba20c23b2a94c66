package io.archway.index.patient;

import io.archway.index.access.Visibility;
import io.archway.index.database.Binding;
import io.archway.index.database.Statements;
import io.archway.index.patient.PatientChoiceDao.PatientChoice;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Patients of whose names or Patient ID the words typed so far begin words, at each key that is
 * pressed: so what is read is bounded, however many patients there are. The rarest word leads.
 * Several words are intersected in memory, as reading an index in its order costs far less than a
 * probe for each patient; words too common for that are asked of who is left. Of who sees only some
 * patients, the first who are called so are looked at; where too few of these are seen, their own
 * lead, if those are few. Used for one question, on one connection.
 */
public final class TypedPatients {
  private static final int MAX_WORDS = 8;

  /** A word that more begin with is as common as any. */
  private static final int COMMON = 1_000;

  /** Of a word that more rows begin with, the patients are not read whole. */
  static final int COMMON_READ = 8_000;

  /** So few are asked for a word sooner than its patients are read. */
  private static final int ASKED = 32;

  /** Asked at once of those whom several words left. */
  private static final int PIECE = 128;

  /** Looked at before the reader's own lead. */
  private static final int FIRST = 300;

  /** More of their own are found sooner among all. */
  private static final int FEW = 1_000;

  private static final String CALLED =
      """
      FROM patient_word a WHERE a.organization_key = ? AND a.word >= ? AND a.word < ?
      """;
  private static final String COUNT =
      "SELECT count(*) FROM (SELECT 1 AS one " + CALLED + " FETCH FIRST ? ROWS ONLY) counted";
  private static final String KEYS =
      "SELECT a.patient_key "
          + CALLED
          + " ORDER BY a.organization_key, a.word, a.patient_key FETCH FIRST ? ROWS ONLY";
  private static final String THERE = " AND p.merged_into_key IS NULL AND p.deleted_at IS NULL";
  private static final String WALK =
      """
      SELECT p.patient_key, p.patient_id, p.name, p.birth_date
      FROM patient_word a JOIN patient p ON p.patient_key = a.patient_key
      WHERE a.organization_key = ? AND a.word >= ? AND a.word < ?
      """
          + THERE;
  private static final String AMONG =
      """
      SELECT p.patient_key, p.patient_id, p.name, p.birth_date FROM patient p
      WHERE p.patient_key IN %s
      """
          + THERE;

  /** Without the organization, by which H2 would read all who are called so for each patient. */
  private static final String AND_WORD =
      """
       AND EXISTS (SELECT 1 FROM patient_word b WHERE b.patient_key = %s.patient_key
         AND b.word >= ? AND b.word < ?)
      """;

  private static final String IN_ORDER =
      " ORDER BY a.organization_key, a.word, a.patient_key FETCH FIRST ? ROWS ONLY";

  private final Connection connection;
  private final long organizationKey;
  private final Visibility visible;
  private final int commonRead;

  private TypedPatients(
      Connection connection, long organizationKey, Visibility visible, int commonRead) {
    this.connection = connection;
    this.organizationKey = organizationKey;
    this.visible = visible;
    this.commonRead = commonRead;
  }

  /** At most so many. */
  public static List<PatientChoice> find(
      Connection connection, long organizationKey, Visibility visible, String typed, int most)
      throws SQLException {
    return find(connection, organizationKey, visible, typed, most, COMMON_READ);
  }

  static List<PatientChoice> find(
      Connection connection,
      long organizationKey,
      Visibility visible,
      String typed,
      int most,
      int commonRead)
      throws SQLException {
    TypedPatients patients = new TypedPatients(connection, organizationKey, visible, commonRead);
    List<String> words = patients.rarestFirst(FoldedText.words(typed, MAX_WORDS));
    return words.isEmpty() || visible.isNone()
        ? List.of()
        : patients.find(words, most).stream().limit(most).toList();
  }

  private List<PatientChoice> find(List<String> words, int most) throws SQLException {
    return words.size() == 1 ? lead(words, most) : intersect(words, most);
  }

  /** By those of the first word that was read whole; where none was, the first word leads. */
  private List<PatientChoice> intersect(List<String> words, int most) throws SQLException {
    Set<Long> called = null;
    List<String> common = new ArrayList<>();
    for (String word : words) {
      if (called != null && called.size() <= ASKED) {
        common.add(word);
        continue;
      }
      List<Long> keys = keys(word, commonRead);
      if (keys.size() == commonRead) {
        common.add(word);
      } else if (called == null) {
        called = new LinkedHashSet<>(keys);
      } else {
        called.retainAll(new HashSet<>(keys));
      }
    }
    return called == null ? lead(words, most) : inPieces(List.copyOf(called), common, most);
  }

  private List<PatientChoice> inPieces(List<Long> called, List<String> common, int most)
      throws SQLException {
    int first = Math.min(PIECE, called.size());
    String condition = visible.andPatient("p");
    List<PatientChoice> found = new ArrayList<>(among(called.subList(0, first), common, condition));
    List<Long> rest = called.subList(first, called.size());
    if (found.size() < most && !rest.isEmpty() && !visible.isAll() && seesFew()) {
      rest = rest.stream().filter(new HashSet<>(ownKeys())::contains).toList();
      condition = "";
    }
    for (int from = 0; from < rest.size() && found.size() < most; from += PIECE) {
      List<Long> piece = rest.subList(from, Math.min(rest.size(), from + PIECE));
      found.addAll(among(piece, common, condition));
    }
    return found;
  }

  private List<Long> keys(String word, int most) throws SQLException {
    return Statements.query(
        connection, KEYS, binding -> bindFirst(binding, word).add(most), row -> row.getLong(1));
  }

  private List<PatientChoice> lead(List<String> words, int most) throws SQLException {
    if (visible.isAll()) {
      return walk(words, most);
    }
    List<Long> called = keys(words.get(0), FIRST);
    List<PatientChoice> found =
        among(called, words.subList(1, words.size()), visible.andPatient("p"));
    if (found.size() >= most || called.size() < FIRST) {
      return found;
    }
    return seesFew() ? own(words) : walk(words, most);
  }

  private List<String> rarestFirst(List<String> words) throws SQLException {
    if (words.size() < 2) {
      return words;
    }
    Map<String, Long> counts = new HashMap<>();
    for (String word : words) {
      counts.put(
          word,
          Statements.query(
                  connection,
                  COUNT,
                  binding -> bindFirst(binding, word).add(COMMON),
                  row -> row.getLong(1))
              .get(0));
    }
    Comparator<String> longest = Comparator.comparingInt(String::length).reversed();
    return words.stream()
        .sorted(Comparator.<String>comparingLong(counts::get).thenComparing(longest))
        .toList();
  }

  private Binding bindFirst(Binding binding, String word) throws SQLException {
    return bind(binding.add(organizationKey), List.of(word));
  }

  private static Binding bind(Binding binding, List<String> words) throws SQLException {
    for (String word : words) {
      binding.add(word).add(FoldedText.successor(word));
    }
    return binding;
  }

  /** In the order of the words. Several of one patient may begin alike: then more is read. */
  private List<PatientChoice> walk(List<String> words, int most) throws SQLException {
    String sql = WALK + andWords("a", words.size() - 1) + visible.andPatient("p") + IN_ORDER;
    for (int rows = 2 * most; ; rows *= 4) {
      int asked = rows;
      List<PatientChoice> read =
          Statements.query(
              connection,
              sql,
              binding -> bind(binding.add(organizationKey), words).add(asked),
              TypedPatients::choice);
      Set<PatientChoice> found = new LinkedHashSet<>(read);
      if (found.size() >= most || read.size() < rows) {
        return List.copyOf(found);
      }
    }
  }

  private static String andWords(String alias, int count) {
    return AND_WORD.formatted(alias).repeat(count);
  }

  /** Those of them whom all these words and a condition on p are true of, in their order. */
  private List<PatientChoice> among(List<Long> keys, List<String> words, String condition)
      throws SQLException {
    Map<Long, PatientChoice> found = new HashMap<>();
    List<Long> distinct = keys.stream().distinct().toList();
    Statements.queryIn(
            connection,
            AMONG + andWords("p", words.size()) + condition,
            distinct,
            (binding, part) -> bind(binding.addAll(part), words),
            TypedPatients::choice)
        .forEach(choice -> found.put(choice.patientKey(), choice));
    return distinct.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  private boolean seesFew() throws SQLException {
    String sql = "SELECT " + visible.leads(organizationKey, FEW + 1);
    return Statements.query(connection, sql, binding -> {}, row -> row.getLong(1)).get(0) <= FEW;
  }

  private List<Long> ownKeys() throws SQLException {
    return Statements.query(
        connection, visible.patientKeys(organizationKey), binding -> {}, row -> row.getLong(1));
  }

  private List<PatientChoice> own(List<String> words) throws SQLException {
    return among(ownKeys(), words, "").stream()
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
