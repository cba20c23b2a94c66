package io.archway.index.worklist;

import io.archway.index.database.SqlText;
import io.archway.index.patient.FoldedText;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What was typed, in SQL: items whose patient has words that begin with all of it, or whose
 * accession number begins with the whole.
 */
record WorklistSearch(long organizationKey, List<String> words, List<String> accessionNumbers) {
  private static final int MAX_WORDS = 8;

  /** The longest word first: it leads. */
  static WorklistSearch of(long organizationKey, String typed) {
    List<String> words =
        FoldedText.words(typed, MAX_WORDS).stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    // as typed, and as most numbers are written
    List<String> numbers = Stream.of(typed, typed.toUpperCase(Locale.ROOT)).distinct().toList();
    return new WorklistSearch(organizationKey, words, numbers);
  }

  boolean findsNothing() {
    return words.isEmpty();
  }

  /** A query of keys k, by indexes; each once if {@code distinct}. */
  SqlText keys(boolean distinct) {
    SqlText sql =
        new SqlText()
            .add(
                """
                SELECT x.worklist_item_key AS k
                FROM patient_word a JOIN worklist_item x ON x.patient_key = a.patient_key
                WHERE a.organization_key = ? AND a.word >= ? AND a.word < ?
                """,
                organizationKey,
                words.get(0),
                FoldedText.successor(words.get(0)));
    appendWords(sql, words.subList(1, words.size()), "a.patient_key");
    for (String number : accessionNumbers) {
      sql.add(distinct ? " UNION " : " UNION ALL ")
          .add(
              "SELECT y.worklist_item_key AS k FROM worklist_item y WHERE y.organization_key = ? AND ",
              organizationKey);
      appendPrefix(sql, "y.accession_number", number);
    }
    return sql;
  }

  /** A condition on the item w. */
  void appendCondition(SqlText sql) {
    sql.add(" AND ((1 = 1");
    appendWords(sql, words, "w.patient_key");
    sql.add(")");
    for (String number : accessionNumbers) {
      sql.add(" OR ");
      appendPrefix(sql, "w.accession_number", number);
    }
    sql.add(")");
  }

  private void appendWords(SqlText sql, List<String> some, String patientKey) {
    for (String word : some) {
      sql.add(
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

  private static void appendPrefix(SqlText sql, String column, String prefix) {
    sql.add("(%1$s >= ? AND %1$s < ?)".formatted(column), prefix, FoldedText.successor(prefix));
  }
}
