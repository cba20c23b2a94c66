package io.archway.index.query;

import io.archway.index.database.SqlText;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A condition that one row of a side table must fulfil in all its parts (PS3.4 C.2.2.2.6: item by
 * item). The parts name the row x.
 */
record RowsCondition(SideTable side, List<Part> parts) implements Condition {
  /** One part; {@code indexed} where it finds rows by an index, {@code certain} few of them. */
  record Part(boolean indexed, boolean certain, Consumer<SqlText> expression) {}

  RowsCondition {
    parts = List.copyOf(parts);
  }

  @Override
  public Table table() {
    return side.owner();
  }

  @Override
  public void append(SqlText sql, String alias, String key) {
    sql.add("EXISTS (SELECT 1 FROM " + side.name() + " x WHERE x." + side.ownerColumn());
    sql.add(" = " + key);
    appendParts(sql);
    sql.add(")");
  }

  @Override
  public boolean readsKeyOnly() {
    return true;
  }

  private void appendParts(SqlText sql) {
    sql.add(side.fixed().isEmpty() ? "" : " AND " + side.fixed());
    for (Part part : parts) {
      sql.add(" AND ");
      part.expression.accept(sql);
    }
  }

  @Override
  public Optional<Driver> driver() {
    return parts.stream().anyMatch(Part::indexed)
        ? Optional.of(
            new Driver(
                side.owner(),
                parts.stream().anyMatch(Part::certain),
                side.narrowing(),
                this::appendKeys))
        : Optional.empty();
  }

  private void appendKeys(SqlText sql, boolean distinct, Conditions all) {
    sql.add(distinct ? "SELECT DISTINCT x." : "SELECT x.").add(side.ownerColumn());
    sql.add(" AS k FROM " + side.name() + " x WHERE x.organization_key = ?", all.organizationKey());
    appendParts(sql);
    for (ColumnCondition copied : all.onColumns(side.owner(), side.copied())) {
      sql.add(" AND ");
      copied.append(sql, "x");
    }
  }
}
