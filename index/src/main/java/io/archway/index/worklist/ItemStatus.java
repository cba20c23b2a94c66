package io.archway.index.worklist;

import java.util.Optional;

/** Whether an item was read. Words of the contract, kept in rows. */
public enum ItemStatus {
  PENDING("pending"),
  COMPLETE("complete");

  private final String word;

  ItemStatus(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Optional<ItemStatus> of(String word) {
    return Words.find(values(), ItemStatus::word, word);
  }
}
