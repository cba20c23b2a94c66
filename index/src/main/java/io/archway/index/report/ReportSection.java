package io.archway.index.report;

import java.util.Locale;
import java.util.Optional;

/**
 * The texts that a report has, in the order in which they are read. Kept in rows by their words.
 */
public enum ReportSection {
  EXAM,
  INDICATION,
  TECHNIQUE,
  COMPARISON,
  BODY,
  OSSEOUS_STRUCTURES,
  PARANASAL_SINUSES,
  SALIVARY_GLANDS,
  ORAL_CAVITY_PHARYNX,
  OTHER_AREAS,
  ADDITIONAL_NOTES,
  IMPRESSION;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The member's name in the API. */
  public String word() {
    return word;
  }

  public static Optional<ReportSection> of(String word) {
    for (ReportSection section : values()) {
      if (section.word.equals(word)) {
        return Optional.of(section);
      }
    }
    return Optional.empty();
  }
}
