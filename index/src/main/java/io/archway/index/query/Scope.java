package io.archway.index.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What of an organization a query may see at all, whatever its keys say. Expressions are ours;
 * values from outside come as parameters or keys. One thread.
 */
public final class Scope {
  private final long organizationKey;
  private final List<Condition> conditions = new ArrayList<>();
  private final List<MatchingKey> keys = new ArrayList<>();

  public Scope(long organizationKey) {
    this.organizationKey = organizationKey;
  }

  public Scope equal(Table table, String column, Object value) {
    conditions.add(
        new ColumnCondition(
            table,
            Set.of(column),
            column,
            Selectivity.NONE,
            (sql, alias) -> sql.add(alias + column + " = ?", value)));
    return this;
  }

  /** An expression with "%s" before every column of {@code columns}. */
  public Scope where(Table table, Set<String> columns, String expression, Object... values) {
    conditions.add(
        new ColumnCondition(
            table,
            columns,
            null,
            Selectivity.NONE,
            (sql, alias) -> sql.add("(" + expression.replace("%s", alias) + ")", values)));
    return this;
  }

  /** A key that holds beside those of the query. */
  public Scope key(MatchingKey key) {
    keys.add(key);
    return this;
  }

  long organizationKey() {
    return organizationKey;
  }

  List<Condition> conditions() {
    return conditions;
  }

  List<MatchingKey> keys() {
    return keys;
  }
}
