package io.archway.index.order;

/** What became of an order. {@code itemKey} is null where there is no item; text for a person. */
public record OrderOutcome(Word word, Long itemKey, String text) {
  /** One word for a list. */
  public enum Word {
    ENTERED,
    UPDATED,
    CANCELLED,
    /** Nothing to do: it says what was entered before. */
    UNCHANGED,
    /** One that was said later was entered before. */
    OUTDATED,
    /** A message that orders nothing. */
    IGNORED,
    REFUSED
  }

  static OrderOutcome of(Word word, long itemKey) {
    return of(word, itemKey, "");
  }

  static OrderOutcome of(Word word, long itemKey, String note) {
    String of = "item " + itemKey;
    return new OrderOutcome(word, itemKey, note.isEmpty() ? of : of + "; " + note);
  }

  /** A line of a verdict. */
  public String line() {
    return text.isEmpty() ? word.name() : word + ": " + text;
  }
}
