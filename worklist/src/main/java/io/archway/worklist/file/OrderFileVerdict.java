package io.archway.worklist.file;

import io.archway.index.order.OrderOutcome.Word;
import java.util.List;

/**
 * What became of one file of orders.
 *
 * @param fate of the file itself
 * @param words of its orders, for whoever counts
 * @param text a line for each message or order, for a person
 */
public record OrderFileVerdict(Fate fate, List<Word> words, String text) {

  /** What is to be done with the file. */
  public enum Fate {
    /** Everything in it is entered, or was before. */
    DONE,
    /** Something in it could not be taken. */
    REFUSED,
    /** It could not be read now, or the index is away: to be tried again. */
    WAITS,
    /** Nothing to be taken, and to be left where it is. */
    LEFT
  }

  public OrderFileVerdict {
    words = List.copyOf(words);
  }

  static OrderFileVerdict waits(String why) {
    return new OrderFileVerdict(Fate.WAITS, List.of(), "WAITS: " + why + "\n");
  }

  static OrderFileVerdict refused(String why) {
    return new OrderFileVerdict(
        Fate.REFUSED, List.of(Word.REFUSED), Word.REFUSED + ": " + why + "\n");
  }
}
