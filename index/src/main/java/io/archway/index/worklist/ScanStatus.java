package io.archway.index.worklist;

import java.util.Optional;

/**
 * How far the scan of an item is: scheduled; started, completed or discontinued as a device says by
 * MPPS; arrived with its first image; ready once images have been quiet. Words kept in rows.
 */
public enum ScanStatus {
  SCHEDULED("scheduled"),
  STARTED("started"),
  COMPLETED("completed"),
  DISCONTINUED("discontinued"),
  ARRIVED("arrived"),
  READY("ready");

  private final String word;

  ScanStatus(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /** Whether images, and nobody else, have made it. */
  public boolean isByImages() {
    return this == ARRIVED || this == READY;
  }

  public static Optional<ScanStatus> of(String word) {
    return Words.find(values(), ScanStatus::word, word);
  }
}
