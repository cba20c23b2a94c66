package io.archway.index.query;

import io.archway.index.database.SqlText;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A condition on columns of a table's own row. {@code equal} names the column that it fixes to one
 * value, or is null.
 */
record ColumnCondition(
    Table table,
    Set<String> columns,
    String equal,
    Selectivity selectivity,
    BiConsumer<SqlText, String> expression)
    implements Condition {
  @Override
  public void append(SqlText sql, String alias, String key) {
    append(sql, alias);
  }

  void append(SqlText sql, String alias) {
    expression.accept(sql, alias + ".");
  }

  @Override
  public boolean readsKeyOnly() {
    return false;
  }

  @Override
  public Optional<Driver> driver() {
    return selectivity == Selectivity.NONE
        ? Optional.empty()
        : Optional.of(new Driver(table, selectivity == Selectivity.UNIQUE, this::appendKeys));
  }

  private void appendKeys(SqlText sql, boolean distinct, Conditions all) {
    sql.add("SELECT x." + table.key() + " AS k FROM " + table.name() + " x");
    sql.add(" WHERE x.organization_key = ? AND ", all.organizationKey());
    append(sql, "x");
  }
}
