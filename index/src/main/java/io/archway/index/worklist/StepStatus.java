package io.archway.index.worklist;

import java.util.Optional;

/** Scheduled Procedure Step Status (0040,0020), as far as anybody tells us. Words kept in rows. */
public enum StepStatus {
  SCHEDULED("SCHEDULED"),
  STARTED("STARTED"),
  COMPLETED("COMPLETED"),
  DISCONTINUED("DISCONTINUED"),
  CANCELED("CANCELED");

  private final String word;

  StepStatus(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Optional<StepStatus> of(String word) {
    return Words.find(values(), StepStatus::word, word);
  }
}
