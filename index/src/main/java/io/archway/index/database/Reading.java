package io.archway.index.database;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;

/** A row of a result, whose columns are read as {@link Binding} sets parameters. */
public final class Reading implements Columns {
  private final ResultSet row;
  private int column;

  public Reading(ResultSet row) {
    this.row = row;
  }

  @Override
  public long key() throws SQLException {
    return row.getLong(++column);
  }

  @Override
  public Long keyOrNull() throws SQLException {
    return row.getObject(++column, Long.class);
  }

  @Override
  public int number() throws SQLException {
    return row.getInt(++column);
  }

  @Override
  public Integer numberOrNull() throws SQLException {
    return row.getObject(++column, Integer.class);
  }

  @Override
  public BigDecimal decimal() throws SQLException {
    return row.getBigDecimal(++column);
  }

  @Override
  public boolean flag() throws SQLException {
    return row.getBoolean(++column);
  }

  @Override
  public String text() throws SQLException {
    return row.getString(++column);
  }

  public byte[] bytes() throws SQLException {
    return row.getBytes(++column);
  }

  @Override
  public LocalDate date() throws SQLException {
    return row.getObject(++column, LocalDate.class);
  }

  @Override
  public LocalTime time() throws SQLException {
    return row.getObject(++column, LocalTime.class);
  }

  @Override
  public Instant instant() throws SQLException {
    return Times.fromColumn(row, ++column);
  }

  public <V> V value(Class<V> type) throws SQLException {
    return row.getObject(++column, type);
  }
}
