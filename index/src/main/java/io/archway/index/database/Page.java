package io.archway.index.database;

import java.util.List;

/**
 * One page of a list. {@code total} is exact up to {@link PageRequest#COUNT_LIMIT}; beyond, {@code
 * totalIsEstimate} is true and the total is at least that.
 */
public record Page<T>(List<T> rows, long total, boolean totalIsEstimate) {
  public Page {
    rows = List.copyOf(rows);
  }

  /** Of a list in which there is nothing. */
  public static <T> Page<T> empty() {
    return new Page<>(List.of(), 0, false);
  }

  /** A page of a list that was counted up to one past the limit. */
  public static <T> Page<T> counted(List<T> rows, long counted) {
    return new Page<>(
        rows, Math.min(counted, PageRequest.COUNT_LIMIT), counted > PageRequest.COUNT_LIMIT);
  }
}
