package io.archway.http.documents;

import io.archway.index.patient.FoldedText;
import io.archway.index.patient.Patient;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a patient's folder is called: {@code SmithJohn15}. The number at its end says who; the name
 * before it may be missing, but not another one. Pure.
 *
 * @param name without case, diacritics and signs; empty where there is none
 */
record FolderName(String name, long patientKey) {
  private static final Pattern FORM = Pattern.compile("(.*?)([0-9]{1,18})", Pattern.DOTALL);

  /** Empty where no number ends it. */
  static Optional<FolderName> of(String folder) {
    Matcher parts = FORM.matcher(folder);
    return parts.matches()
        ? Optional.of(new FolderName(together(parts.group(1)), Long.parseLong(parts.group(2))))
        : Optional.empty();
  }

  private static String together(String text) {
    return FoldedText.fold(text).replace(" ", "");
  }

  /**
   * Whether it is called as somebody else. People marry and are written otherwise, so one of both
   * names is enough.
   */
  boolean contradicts(Patient patient) {
    String family = together(patient.familyName());
    String given = together(patient.givenName());
    boolean unnamed = family.isEmpty() && given.isEmpty();
    return !name.isEmpty()
        && !unnamed
        && !(!family.isEmpty() && name.startsWith(family))
        && !(!given.isEmpty() && name.endsWith(given))
        && !name.equals(together(patient.ideographicName()))
        && !name.equals(together(patient.phoneticName()));
  }
}
