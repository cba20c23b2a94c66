package io.archway.index.query;

/** What a condition on a column says of the number of rows, beside having an index at all. */
public enum Selectivity {
  /** An identifier: few rows for each value. */
  UNIQUE,
  /** Few rows for most values. */
  FEW,
  /** No index of its own. */
  NONE
}
