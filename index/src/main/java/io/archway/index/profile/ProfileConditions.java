package io.archway.index.profile;

import io.archway.index.patient.FoldedText;
import io.archway.index.patient.PatientDao;
import io.archway.index.profile.ProfileTerms.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A {@link ProfileFilter} as SQL on rows of patient; every condition is served by an index. */
final class ProfileConditions {

  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9][0-9 ()./-]*");

  private static final String LIVING =
      """
       FROM patient p
      WHERE p.organization_key = :organizationKey AND p.deleted_at IS NULL
        AND p.merged_into_key IS NULL
      """;
  private static final String NOT_ARCHIVED =
      """
       AND NOT EXISTS (SELECT 1 FROM patient_profile a
        WHERE a.patient_key = p.patient_key AND a.active = FALSE)
      """;
  private static final String ARCHIVED =
      """
       AND p.patient_key IN (SELECT a.patient_key FROM patient_profile a
        WHERE a.organization_key = :organizationKey AND a.active = FALSE)
      """;

  private final StringBuilder sql = new StringBuilder(LIVING);
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private boolean selective;
  private boolean nobody;

  private ProfileConditions() {}

  static ProfileConditions of(ProfileFilter filter) {
    ProfileConditions conditions = new ProfileConditions();
    if (filter.email() != null) {
      conditions.is(Kind.EMAIL, ProfileTerms.email(filter.email()));
    }
    if (filter.personalNo() != null) {
      conditions.is(Kind.PERSONAL_NO, ProfileTerms.whole(filter.personalNo()));
    }
    if (filter.phone() != null) {
      conditions.any(conditions.numbers(filter.phone()));
    }
    if (filter.externalId() != null) {
      conditions.refers(ReferenceKind.EXTERNAL, filter.externalId());
    }
    if (filter.legacyId() != null) {
      conditions.refers(ReferenceKind.LEGACY, filter.legacyId());
    }
    if (filter.search() != null && !filter.search().isBlank()) {
      conditions.search(filter.search().strip());
    }
    conditions.sql.append(filter.active() ? NOT_ARCHIVED : ARCHIVED);
    return conditions;
  }

  String sql() {
    return sql.toString();
  }

  Map<String, Object> parameters() {
    return parameters;
  }

  /** Whether something leads to few patients. */
  boolean isSelective() {
    return selective;
  }

  /** Whether something is asked for that no patient can have. */
  boolean fitNobody() {
    return nobody;
  }

  private String parameter(Object value) {
    String name = "v" + parameters.size();
    parameters.put(name, value);
    return ":" + name;
  }

  private void is(Kind kind, String text) {
    nobody |= text.isEmpty();
    any(
        List.of(
            """
            SELECT t.patient_key FROM patient_term t WHERE t.organization_key = :organizationKey
              AND t.kind = %s AND t.term = %s
            """
                .formatted(parameter(kind.name()), parameter(text))));
  }

  /** The ids of who was merged lead to who stays. */
  private void refers(ReferenceKind kind, String text) {
    any(
        List.of(
            """
            SELECT COALESCE(h.merged_into_key, h.patient_key)
            FROM patient_reference r JOIN patient h ON h.patient_key = r.patient_key
            WHERE r.organization_key = :organizationKey AND r.kind = %s AND r.reference = %s
            """
                .formatted(parameter(kind.name()), parameter(text.strip()))));
  }

  /** A text of digits is a part of a phone number, or the beginning of another number, as one. */
  private void search(String text) {
    if (NUMBER.matcher(text).matches()) {
      List<String> found = numbers(text);
      found.addAll(words(ProfileTerms.digits(text)));
      any(found);
      return;
    }
    List<String> words = FoldedText.words(text, PatientDao.MAX_SEARCH_WORDS);
    nobody |= words.isEmpty();
    for (String word : words) {
      List<String> found = new ArrayList<>();
      Letters.writings(word).forEach(writing -> found.addAll(words(writing)));
      if (word.chars().allMatch(Character::isDigit)) {
        found.addAll(numbers(word));
      }
      any(found);
    }
  }

  private List<String> numbers(String text) {
    List<String> found = new ArrayList<>();
    for (String part : ProfileTerms.partsOfNumber(text)) {
      found.add(beginning("patient_term", "x.term", part) + " AND x.kind = '" + Kind.PHONE + "'");
    }
    return found;
  }

  private List<String> words(String word) {
    return List.of(
        beginning("patient_word", "x.word", word),
        beginning("patient_term", "x.term", word) + " AND x.kind = '" + Kind.WORD + "'");
  }

  private String beginning(String table, String column, String text) {
    return """
        SELECT x.patient_key FROM %1$s x WHERE x.organization_key = :organizationKey
          AND %2$s >= %3$s AND %2$s < %4$s"""
        .formatted(table, column, parameter(text), parameter(FoldedText.successor(text)));
  }

  private void any(List<String> selects) {
    nobody |= selects.isEmpty();
    selective = true;
    sql.append(" AND p.patient_key IN (").append(String.join(" UNION ALL ", selects)).append(")");
  }
}
