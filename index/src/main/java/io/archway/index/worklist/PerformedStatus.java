package io.archway.index.worklist;

import java.util.Optional;

/** Performed Procedure Step Status (0040,0252). Words kept in rows. */
public enum PerformedStatus {
  IN_PROGRESS("IN PROGRESS"),
  COMPLETED("COMPLETED"),
  DISCONTINUED("DISCONTINUED");

  private final String word;

  PerformedStatus(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /** What is completed or discontinued is not changed any more (PS3.4 F.7.2.2.2). */
  public boolean isFinal() {
    return this != IN_PROGRESS;
  }

  public static Optional<PerformedStatus> of(String word) {
    return Words.find(values(), PerformedStatus::word, word);
  }
}
