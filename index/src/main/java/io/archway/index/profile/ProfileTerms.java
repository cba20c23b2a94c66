package io.archway.index.profile;

import io.archway.index.patient.FoldedText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** By what a patient is found, as rows hold it and as lists ask for it. */
final class ProfileTerms {

  /** Names are kept in rows: never rename one. */
  enum Kind {
    EMAIL,
    PERSONAL_NO,
    PHONE,
    WORD
  }

  record Term(Kind kind, String text) {}

  private static final int MAX_LENGTH = 400;
  private static final int MAX_WORDS = 8;

  private ProfileTerms() {}

  static List<Term> of(PatientProfile profile) {
    Set<Term> terms = new LinkedHashSet<>();
    if (profile.email() != null) {
      terms.add(new Term(Kind.EMAIL, email(profile.email())));
      words(terms, profile.email());
    }
    if (profile.personalNo() != null && !whole(profile.personalNo()).isEmpty()) {
      terms.add(new Term(Kind.PERSONAL_NO, whole(profile.personalNo())));
      terms.add(new Term(Kind.WORD, whole(profile.personalNo())));
      words(terms, profile.personalNo());
    }
    String digits = profile.phone() == null ? "" : digits(profile.phone());
    for (int i = 0; i < digits.length(); i++) {
      terms.add(new Term(Kind.PHONE, digits.substring(i)));
    }
    return List.copyOf(terms);
  }

  private static void words(Set<Term> terms, String text) {
    FoldedText.words(text, MAX_WORDS).forEach(word -> terms.add(new Term(Kind.WORD, word)));
  }

  static String email(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    return lower.length() > MAX_LENGTH ? lower.substring(0, MAX_LENGTH) : lower;
  }

  /** Without case and whatever divides the parts of a number. */
  static String whole(String text) {
    return FoldedText.fold(text).replace(" ", "");
  }

  static String digits(String text) {
    return text.codePoints()
        .filter(Character::isDigit)
        .map(Character::getNumericValue)
        .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
        .toString();
  }

  /** As it may stand in a number: people write 0 or 00 before it, which E.164 has not. */
  static List<String> partsOfNumber(String text) {
    String digits = digits(text);
    String national = digits.replaceFirst("^0+", "");
    List<String> parts = new ArrayList<>();
    if (!digits.isEmpty()) {
      parts.add(digits);
    }
    if (!national.isEmpty() && !national.equals(digits)) {
      parts.add(national);
    }
    return parts;
  }
}
