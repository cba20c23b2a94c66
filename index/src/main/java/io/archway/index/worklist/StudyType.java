package io.archway.index.worklist;

import java.util.Optional;

/** Which reading was ordered. Words of the contract, kept in rows. */
public enum StudyType {
  SAFETY_OVERREAD("safety_overread"),
  COMPREHENSIVE_READ("comprehensive_read");

  private final String word;

  StudyType(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Optional<StudyType> of(String word) {
    return Words.find(values(), StudyType::word, word);
  }
}
