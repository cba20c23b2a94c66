package io.archway.index.patient;

import io.archway.index.access.Visibility;
import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** SQL of patients, for readers. */
public interface PatientDao extends SqlObject {
  /** Columns of {@link Patient}. */
  String COLUMNS =
      """
      p.patient_key, p.organization_key, p.patient_id, p.issuer_of_patient_id, p.variant,
      p.office_key, p.name, p.family_name, p.given_name, p.middle_name, p.name_prefix,
      p.name_suffix, p.ideographic_name, p.phonetic_name, p.birth_date, p.birth_date_raw, p.sex,
      p.other_patient_ids, p.merged_into_key, p.corrected_at, p.created_at, p.updated_at
      """;

  /** Words beyond this number of a search text are not looked at. */
  int MAX_SEARCH_WORDS = 8;

  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
            FROM patient p
            WHERE p.patient_key = :patientKey AND p.organization_key = :organizationKey
              AND p.deleted_at IS NULL
            """)
  Optional<Patient> find(long organizationKey, long patientKey);

  /** Those of them who are there. */
  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
            FROM patient p
            WHERE p.patient_key IN (<patientKeys>) AND p.organization_key = :organizationKey
              AND p.deleted_at IS NULL
            """)
  List<Patient> ofKeys(long organizationKey, @BindList("patientKeys") List<Long> patientKeys);

  /** The same, as far as somebody sees it. */
  default Optional<Patient> find(long organizationKey, Visibility visible, long patientKey) {
    return find(organizationKey, patientKey)
        .filter(patient -> visible.seesPatient(getHandle(), patientKey));
  }

  @SqlQuery(
      """
      SELECT s.patient_key, count(*) AS studies, sum(s.series_count) AS series,
        sum(s.instance_count) AS instances
      FROM study s
      WHERE s.patient_key IN (<patientKeys>) AND s.organization_key = :organizationKey
      GROUP BY s.patient_key
      """)
  List<PatientCounts> counts(long organizationKey, @BindList("patientKeys") List<Long> patientKeys);

  /** The same of what somebody sees: of their patients others may have images, too. */
  default List<PatientCounts> counts(
      long organizationKey, Visibility visible, List<Long> patientKeys) {
    if (visible.isAll()) {
      return counts(organizationKey, patientKeys);
    } else if (visible.isNone()) {
      return List.of();
    }
    return getHandle()
        .createQuery(
            """
            SELECT s.patient_key, count(*) AS studies, sum(s.series_count) AS series,
              sum(s.instance_count) AS instances
            FROM study s
            WHERE s.patient_key IN (<patientKeys>) AND s.organization_key = :organizationKey
            """
                + visible.andStudy("s")
                + " GROUP BY s.patient_key")
        .bind("organizationKey", organizationKey)
        .bindList("patientKeys", patientKeys)
        .mapTo(PatientCounts.class)
        .list();
  }

  /** Newest first; see {@link #page(long, Visibility, String, PatientOrder, PageRequest)}. */
  default Page<Patient> page(long organizationKey, String search, PageRequest page) {
    return page(organizationKey, Visibility.ALL, search, PatientOrder.NEWEST, page);
  }

  /**
   * {@code search} may be null; else every word of it must begin a word of the patient's names or
   * Patient ID, whatever case, diacritics and order.
   */
  default Page<Patient> page(
      long organizationKey,
      Visibility visible,
      String search,
      PatientOrder order,
      PageRequest page) {
    List<String> words = FoldedText.words(search, MAX_SEARCH_WORDS);
    String where = where(words) + seen(organizationKey, visible, words);
    if (visible.isNone() || search != null && !search.isBlank() && words.isEmpty()) {
      return new Page<>(List.of(), 0, false);
    }
    long counted = count(organizationKey, words, where);
    List<Patient> rows =
        bind(
                getHandle()
                    .createQuery(
                        "SELECT "
                            + COLUMNS
                            + where
                            + " ORDER BY p.organization_key, "
                            + order.columns()
                            + """
                               OFFSET :offset ROWS FETCH FIRST :perPage ROWS ONLY
                              """),
                organizationKey,
                words)
            .bind("offset", page.offset())
            .bind("perPage", page.perPage())
            .mapTo(Patient.class)
            .list();
    return Page.counted(rows, counted);
  }

  private long count(long organizationKey, List<String> words, String where) {
    return bind(
            getHandle()
                .createQuery(
                    "SELECT count(*) FROM (SELECT 1"
                        + where
                        + " FETCH FIRST :countLimit ROWS ONLY) counted"),
            organizationKey,
            words)
        .bind("countLimit", PageRequest.COUNT_LIMIT + 1)
        .mapTo(long.class)
        .one();
  }

  private static String where(List<String> words) {
    StringBuilder sql =
        new StringBuilder(
            """
             FROM patient p
            WHERE p.organization_key = :organizationKey AND p.deleted_at IS NULL
              AND p.merged_into_key IS NULL
            """);
    for (int i = 0; i < words.size(); i++) {
      sql.append(
          """
           AND p.patient_key IN (SELECT w.patient_key FROM patient_word w
            WHERE w.organization_key = :organizationKey AND w.word >= :from%1$d AND w.word < :to%1$d)
          """
              .formatted(i));
    }
    return sql.toString();
  }

  /** Words lead to few patients, who are looked at; without them, their own lead. */
  private static String seen(long organizationKey, Visibility visible, List<String> words) {
    return visible.isAll() || !words.isEmpty()
        ? visible.andPatient("p")
        : " AND p.patient_key IN (" + visible.patientKeys(organizationKey) + ")";
  }

  private static Query bind(Query query, long organizationKey, List<String> words) {
    query.bind("organizationKey", organizationKey);
    for (int i = 0; i < words.size(); i++) {
      query.bind("from" + i, words.get(i));
      query.bind("to" + i, FoldedText.successor(words.get(i)));
    }
    return query;
  }
}
