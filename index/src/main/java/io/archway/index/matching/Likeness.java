package io.archway.index.matching;

import io.archway.index.patient.FoldedText;
import io.archway.index.patient.PatientName;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * By what two patients may be one, the surest first: never enough to join them unasked. Names are
 * kept in rows: never rename one.
 */
public enum Likeness {
  /** The same Patient ID but for case, separators, zeros or issuer; name or birth date agrees. */
  SAME_PATIENT_ID,
  NAME_AND_BIRTH_DATE,
  /** The same birth date, and names that a slip of the pen tells apart. */
  SIMILAR_NAME,
  /** The same name, and birth dates with day and month exchanged or one digit other. */
  SIMILAR_BIRTH_DATE;

  private static final int SHORT_NAME = 6;

  static Optional<Likeness> of(AlikePatient one, AlikePatient other) {
    boolean agrees = namesAgree(one.parsedName(), other.parsedName());
    boolean similar = agrees || namesSimilar(one.parsedName(), other.parsedName());
    boolean sameBirthDate = one.birthDate() != null && one.birthDate().equals(other.birthDate());
    boolean unknownBirthDate = one.birthDate() == null || other.birthDate() == null;
    boolean similarBirthDate =
        !unknownBirthDate && !sameBirthDate && datesSimilar(one.birthDate(), other.birthDate());
    if (one.foldedId() != null && one.foldedId().equals(other.foldedId())) {
      boolean same = sameBirthDate || similar && (unknownBirthDate || similarBirthDate);
      return same ? Optional.of(SAME_PATIENT_ID) : Optional.empty();
    }
    if (contradicts(one.sex(), other.sex())) {
      return Optional.empty();
    }
    if (sameBirthDate && similar) {
      return Optional.of(agrees ? NAME_AND_BIRTH_DATE : SIMILAR_NAME);
    }
    return agrees && similarBirthDate ? Optional.of(SIMILAR_BIRTH_DATE) : Optional.empty();
  }

  private static boolean namesAgree(PatientName one, PatientName other) {
    return !one.isEmpty() && !other.isEmpty() && !one.contradicts(other);
  }

  private static boolean namesSimilar(PatientName one, PatientName other) {
    return close(one.family(), other.family()) && close(one.given(), other.given());
  }

  /** One letter other, more or exchanged; two in longer words. */
  private static boolean close(String one, String other) {
    String left = FoldedText.fold(one).replace(" ", "");
    String right = FoldedText.fold(other).replace(" ", "");
    int shorter = Math.min(left.length(), right.length());
    int most = shorter < SHORT_NAME ? 1 : 2;
    return shorter > 1
        && Math.abs(left.length() - right.length()) <= most
        && distance(left, right) <= most;
  }

  /** Letters to insert, delete, replace or exchange with their neighbour. */
  static int distance(String left, String right) {
    int[] before = new int[right.length() + 1];
    int[] last = new int[right.length() + 1];
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int replaced = last[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      int[] oldest = before;
      before = last;
      last = row;
      row = oldest;
    }
    return last[right.length()];
  }

  private static boolean datesSimilar(LocalDate one, LocalDate other) {
    boolean exchanged =
        one.getYear() == other.getYear()
            && one.getMonthValue() == other.getDayOfMonth()
            && one.getDayOfMonth() == other.getMonthValue();
    boolean neighbours = Math.abs(ChronoUnit.DAYS.between(one, other)) == 1;
    return exchanged || neighbours || distance(one.toString(), other.toString()) == 1;
  }

  private static boolean contradicts(String one, String other) {
    return isSaid(one) && isSaid(other) && !one.equals(other);
  }

  private static boolean isSaid(String sex) {
    return "F".equals(sex) || "M".equals(sex);
  }
}
