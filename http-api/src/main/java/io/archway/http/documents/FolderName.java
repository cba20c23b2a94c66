package io.archway.http.documents;

import io.archway.index.patient.FoldedText;
import io.archway.index.patient.Patient;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a patient's folder is called: {@code SmithJohn15}. The number at its end says who; the name
 * before it may be missing, but not another one. Pure.
 *
 * @param name its words, without case, diacritics and signs; empty where there is none
 */
record FolderName(String name, long patientKey) {
  private static final Pattern FORM = Pattern.compile("(.*?)([0-9]{1,18})", Pattern.DOTALL);

  /** Before a capital after a small letter, which is where the next name begins. */
  private static final Pattern NEXT_WORD = Pattern.compile("(?<=\\p{Ll}\\p{M}{0,3})(?=\\p{Lu})");

  /** Empty where no number ends it. */
  static Optional<FolderName> of(String folder) {
    Matcher parts = FORM.matcher(folder);
    return parts.matches()
        ? Optional.of(
            new FolderName(
                FoldedText.fold(NEXT_WORD.matcher(parts.group(1)).replaceAll(" ")),
                Long.parseLong(parts.group(2))))
        : Optional.empty();
  }

  private static String together(String text) {
    return FoldedText.fold(text).replace(" ", "");
  }

  /**
   * Whether it is called as somebody else. People marry and are written otherwise, so one of both
   * names is enough, but all of it: Nguyen is not Ng. Nobody knows what one without a name is
   * called.
   */
  boolean contradicts(Patient patient) {
    String family = together(patient.familyName());
    String given = together(patient.givenName());
    String all = together(name);
    return !all.isEmpty()
        && !beginsWith(family)
        && !endsWith(given)
        && !all.equals(family + given)
        && !all.equals(together(patient.ideographicName()))
        && !all.equals(together(patient.phoneticName()));
  }

  private boolean beginsWith(String wanted) {
    List<String> words = List.of(name.split(" "));
    for (int end = 1; end <= words.size(); end++) {
      if (wanted.equals(String.join("", words.subList(0, end)))) {
        return true;
      }
    }
    return false;
  }

  private boolean endsWith(String wanted) {
    List<String> words = List.of(name.split(" "));
    for (int start = 0; start < words.size(); start++) {
      if (wanted.equals(String.join("", words.subList(start, words.size())))) {
        return true;
      }
    }
    return false;
  }
}
