package io.archway.index.database;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Sets the parameters of a statement from left to right. */
public final class Binding {
  private final PreparedStatement statement;
  private int index;

  Binding(PreparedStatement statement) {
    this.statement = statement;
  }

  public Binding add(long value) throws SQLException {
    statement.setLong(++index, value);
    return this;
  }

  public Binding add(Long value) throws SQLException {
    statement.setObject(++index, value);
    return this;
  }

  public Binding add(int value) throws SQLException {
    statement.setInt(++index, value);
    return this;
  }

  public Binding add(BigDecimal value) throws SQLException {
    statement.setBigDecimal(++index, value);
    return this;
  }

  public Binding add(Integer value) throws SQLException {
    statement.setObject(++index, value);
    return this;
  }

  public Binding add(boolean value) throws SQLException {
    statement.setBoolean(++index, value);
    return this;
  }

  public Binding add(String value) throws SQLException {
    statement.setString(++index, value);
    return this;
  }

  public Binding add(byte[] value) throws SQLException {
    statement.setBytes(++index, value);
    return this;
  }

  public Binding add(Instant value) throws SQLException {
    statement.setObject(++index, Times.toColumn(value));
    return this;
  }

  public Binding add(LocalDate value) throws SQLException {
    statement.setObject(++index, value);
    return this;
  }

  public Binding add(LocalTime value) throws SQLException {
    statement.setObject(++index, value == null ? null : value.truncatedTo(ChronoUnit.MICROS));
    return this;
  }

  /** The values of an IN list that {@link Statements#in} wrote for their number. */
  public Binding addAll(List<?> values) throws SQLException {
    int places = Statements.places(values.size());
    for (int i = 0; i < places; i++) {
      statement.setObject(++index, values.get(Math.min(i, values.size() - 1)));
    }
    return this;
  }
}
