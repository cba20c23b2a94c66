package io.archway.http.kernel;

import java.util.function.Supplier;

/**
 * A member of an answer that is there only where it was asked for; there, it may be null. Answer
 * records use it as the type of a component.
 */
public record Asked<T>(boolean shown, T value) {

  /** {@code value} is asked only for what is shown. */
  public static <T> Asked<T> when(boolean shown, Supplier<T> value) {
    return new Asked<>(shown, shown ? value.get() : null);
  }
}
