package io.archway.index.query;

import io.archway.index.database.SqlText;

/**
 * A way to find matching rows of a table by an index. {@code certain} where it gives few rows by
 * what it is; else somebody counts first. {@code own} are the conditions that it has seen to.
 */
record Driver(Table table, boolean certain, Keys keys) {
  /** Appends a query of one column k, the keys of the table; each once if {@code distinct}. */
  @FunctionalInterface
  interface Keys {
    void append(SqlText sql, boolean distinct, Conditions all);
  }
}
