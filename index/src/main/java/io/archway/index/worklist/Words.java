package io.archway.index.worklist;

import java.util.Optional;
import java.util.function.Function;

/** Finds the constant that a word of a contract or a row stands for. */
final class Words {
  private Words() {}

  static <E extends Enum<E>> Optional<E> find(E[] values, Function<E, String> word, String given) {
    for (E value : values) {
      if (word.apply(value).equals(given)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** Of a row: what is not known was written by a newer program. */
  static <E extends Enum<E>> E ofRow(E[] values, Function<E, String> word, String given) {
    return find(values, word, given)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    values[0].getDeclaringClass().getSimpleName() + ": " + given));
  }
}
