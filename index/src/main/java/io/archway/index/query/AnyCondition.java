package io.archway.index.query;

import io.archway.index.database.SqlText;
import java.util.List;
import java.util.Optional;

/** For a key of more than one value: all conditions of at least one of them. */
record AnyCondition(Table table, List<List<Condition>> any) implements Condition {
  AnyCondition {
    any = any.stream().map(List::copyOf).toList();
  }

  @Override
  public void append(SqlText sql, String alias, String key) {
    String or = "(";
    for (List<Condition> all : any) {
      sql.add(or);
      String and = "(";
      for (Condition condition : all) {
        sql.add(and);
        condition.append(sql, alias, key);
        and = " AND ";
      }
      sql.add(")");
      or = " OR ";
    }
    sql.add(")");
  }

  @Override
  public boolean readsKeyOnly() {
    return any.stream().allMatch(all -> all.stream().allMatch(Condition::readsKeyOnly));
  }

  @Override
  public Optional<Driver> driver() {
    return Optional.empty();
  }
}
