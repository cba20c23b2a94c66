package io.archway.index.query;

import io.archway.index.database.SqlText;

/**
 * A way to find matching rows of a table by an index. {@code certain} where it gives few rows by
 * what it is, or where the column {@code narrowing} is fixed; else somebody counts first.
 */
record Driver(Table table, boolean certain, String narrowing, Keys keys) {
  Driver(Table table, boolean certain, Keys keys) {
    this(table, certain, null, keys);
  }

  /** Whether nobody need count. */
  boolean isCertain(Conditions all) {
    return certain || narrowing != null && all.isFixed(table, narrowing);
  }

  /** Appends a query of one column k, the keys of the table; each once if {@code distinct}. */
  @FunctionalInterface
  interface Keys {
    void append(SqlText sql, boolean distinct, Conditions all);
  }
}
