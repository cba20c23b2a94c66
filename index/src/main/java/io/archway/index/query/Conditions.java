package io.archway.index.query;

import java.util.List;
import java.util.Set;

/** All that a query demands, within one organization. */
record Conditions(long organizationKey, List<Condition> all) {
  Conditions {
    all = List.copyOf(all);
  }

  /** The conditions of a table that concern only these columns. */
  List<ColumnCondition> onColumns(Table table, Set<String> columns) {
    return all.stream()
        .filter(ColumnCondition.class::isInstance)
        .map(ColumnCondition.class::cast)
        .filter(condition -> condition.table().equals(table))
        .filter(condition -> columns.containsAll(condition.columns()))
        .toList();
  }

  boolean isFixed(Table table, String column) {
    return all.stream()
        .anyMatch(
            condition ->
                condition instanceof ColumnCondition fixed
                    && fixed.table().equals(table)
                    && column.equals(fixed.equal()));
  }
}
