package io.archway.http.kernel;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param total rows of the whole list, counted exactly unless {@code estimated}
 */
public record Page<T>(List<T> items, long total, boolean estimated) {

  public Page {
    items = List.copyOf(items);
  }

  public Page(List<T> items, long total) {
    this(items, total, false);
  }

  public <U> Page<U> map(Function<T, U> each) {
    return new Page<>(items.stream().map(each).toList(), total, estimated);
  }
}
