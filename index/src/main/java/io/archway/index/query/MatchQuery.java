package io.archway.index.query;

import io.archway.index.database.Dialect;
import io.archway.index.database.SqlText;
import io.archway.index.query.InformationModel.Join;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One query in SQL. Where a selective key finds few rows by its index, these come first and all
 * other tables follow by outer joins, which keeps H2 from another order; else the base table is
 * read in the order of answers and stops as soon as there are enough. One thread.
 */
final class MatchQuery<T> {
  /** A selective key that finds more rows than this is only a filter. */
  static final int MAX_DRIVEN_ROWS = 1_000;

  private final InformationModel<T> model;
  private final Conditions conditions;
  private final Dialect dialect;

  /** Null until it was looked for. */
  private Optional<Chosen> chosen;

  private record Chosen(Condition condition, Driver driver) {}

  MatchQuery(InformationModel<T> model, Conditions conditions, Dialect dialect) {
    this.model = model;
    this.conditions = conditions;
    this.dialect = dialect;
  }

  /** The next rows after {@code last}, whose values are those of the order; null at first. */
  SqlText page(Connection connection, Object[] last, int most) throws SQLException {
    Optional<Chosen> driver = driver(connection);
    SqlText sql = new SqlText(dialect).add("SELECT ");
    sql.add(model.columns());
    appendFromAndWhere(sql, driver);
    if (last != null) {
      sql.add(" AND ");
      appendAfter(sql, last, 0);
    }
    appendOrder(sql, driver.isEmpty());
    return sql.add(" FETCH FIRST ? ROWS ONLY", most);
  }

  long count(Connection connection, long limit) throws SQLException {
    SqlText sql = new SqlText(dialect).add("SELECT count(*) FROM (SELECT 1");
    appendFromAndWhere(sql, driver(connection));
    sql.add(" FETCH FIRST ? ROWS ONLY) counted", limit);
    return sql.number(connection);
  }

  private Optional<Chosen> driver(Connection connection) throws SQLException {
    if (chosen == null) {
      chosen = choose(connection);
    }
    return chosen;
  }

  private Optional<Chosen> choose(Connection connection) throws SQLException {
    List<Chosen> candidates = new ArrayList<>();
    for (Condition condition : conditions.all()) {
      condition.driver().ifPresent(driver -> candidates.add(new Chosen(condition, driver)));
    }
    Optional<Chosen> certain =
        first(candidates, Driver::certain)
            .or(() -> first(candidates, driver -> driver.isCertain(conditions)));
    if (certain.isPresent()) {
      return certain;
    }
    for (Chosen candidate : candidates) {
      if (finds(connection, candidate.driver) <= MAX_DRIVEN_ROWS) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static Optional<Chosen> first(List<Chosen> candidates, Predicate<Driver> which) {
    return candidates.stream().filter(candidate -> which.test(candidate.driver)).findFirst();
  }

  private long finds(Connection connection, Driver driver) throws SQLException {
    SqlText sql = new SqlText(dialect).add("SELECT count(*) FROM (");
    driver.keys().append(sql, false, conditions);
    sql.add(" FETCH FIRST ? ROWS ONLY) counted", MAX_DRIVEN_ROWS + 1);
    return sql.number(connection);
  }

  private void appendFromAndWhere(SqlText sql, Optional<Chosen> driver) {
    List<Condition> others = new ArrayList<>(conditions.all());
    driver.ifPresent(chosen -> others.remove(chosen.condition));
    if (driver.isPresent()) {
      sql.add(" FROM (");
      driver.get().driver.keys().append(sql, true, conditions);
      sql.add(") d");
      appendPath(sql, driver.get().driver.table());
    } else {
      sql.add(" FROM " + model.base().name() + " " + model.base().alias());
    }
    for (Join join : model.joins(others)) {
      if (!isOnPath(join.parent(), driver)) {
        appendJoin(sql, join.parent(), join.parent().key(), join.reference());
      }
    }
    sql.add(" WHERE " + base("organization_key") + " = ?", conditions.organizationKey());
    for (Condition condition : others) {
      sql.add(" AND ");
      condition.append(sql, condition.table().alias(), model.key(condition.table()));
    }
  }

  /** From the keys of a table to the rows of the base. */
  private void appendPath(SqlText sql, Table from) {
    String key = "d.k";
    for (Join join : model.pathToBase(from)) {
      appendJoin(sql, join.child(), join.column(), key);
      key = join.child().alias() + "." + join.child().key();
    }
    if (from.equals(model.base())) {
      appendJoin(sql, from, from.key(), key);
    }
  }

  private boolean isOnPath(Table table, Optional<Chosen> driver) {
    return driver.isPresent()
        && model.pathToBase(driver.get().driver.table()).stream()
            .anyMatch(join -> join.child().equals(table));
  }

  private static void appendJoin(SqlText sql, Table table, String column, String equal) {
    sql.add(" LEFT JOIN " + table.name() + " " + table.alias());
    sql.add(" ON " + table.alias() + "." + column + " = " + equal);
  }

  private String base(String column) {
    return model.base().alias() + "." + column;
  }

  /** (a, b, c) &gt; (?, ?, ?), with a range on the first column that an index serves. */
  private void appendAfter(SqlText sql, Object[] last, int index) {
    String column = base(model.order().get(index).column());
    if (index == last.length - 1) {
      sql.add(column + " > ?", last[index]);
      return;
    }
    if (index == 0) {
      sql.add(column + " >= ? AND ", last[index]);
    }
    sql.add("(" + column + " > ? OR (" + column + " = ? AND ", last[index], last[index]);
    appendAfter(sql, last, index + 1);
    sql.add("))");
  }

  /** Named as the index of a scan is, so that it need not be sorted. */
  private void appendOrder(SqlText sql, boolean scan) {
    List<String> columns = new ArrayList<>();
    if (scan) {
      model.scanPrefix().forEach(column -> columns.add(base(column)));
      model.scanOptional().stream()
          .filter(column -> conditions.isFixed(model.base(), column))
          .findFirst()
          .ifPresent(column -> columns.add(base(column)));
    }
    model.order().forEach(order -> columns.add(base(order.column())));
    sql.add(" ORDER BY " + String.join(", ", columns));
  }
}
