package io.archway.index.worklist;

import java.util.Optional;

/**
 * How an item came: over HTTP, by an agent that stores elsewhere, from a file, an HL7 message, or
 * made for images that nobody had ordered. Words kept in rows.
 */
public enum Origin {
  HTTP("http"),
  AGENT("agent"),
  FILE("file"),
  HL7("hl7"),
  WALK_IN("walk_in");

  private final String word;

  Origin(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Optional<Origin> of(String word) {
    return Words.find(values(), Origin::word, word);
  }
}
