package io.archway.index.database;

/** Which page of a list, from 1. Both numbers are bounded so that no list costs without end. */
public record PageRequest(int page, int perPage) {
  /** Lists count exactly up to here. */
  public static final int COUNT_LIMIT = 10_000;

  public static final int MAX_PER_PAGE = 1_000;
  public static final int MAX_OFFSET = 1_000_000;

  public PageRequest {
    if (page < 1) {
      throw new IllegalArgumentException("page: " + page + " (expected: >= 1)");
    }
    if (perPage < 1 || perPage > MAX_PER_PAGE) {
      throw new IllegalArgumentException(
          "perPage: " + perPage + " (expected: 1 to " + MAX_PER_PAGE + ")");
    }
    if ((page - 1L) * perPage > MAX_OFFSET) {
      throw new IllegalArgumentException(
          "page: " + page + " (expected: at most " + MAX_OFFSET + " rows before it)");
    }
  }

  public int offset() {
    return (page - 1) * perPage;
  }
}
