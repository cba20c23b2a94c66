package io.archway.index.query;

import io.archway.index.database.SqlText;
import java.util.Optional;

/**
 * What a query demands of the rows of one table. A condition may also find them by itself, by an
 * index of its own.
 */
sealed interface Condition permits ColumnCondition, RowsCondition, AnyCondition {
  Table table();

  /** A boolean expression on a row by its alias and its key, an expression too. */
  void append(SqlText sql, String alias, String key);

  /** Whether the row's key is all that it takes. */
  boolean readsKeyOnly();

  /** How to find the keys of matching rows; empty where only a scan would. */
  Optional<Driver> driver();
}
