package io.archway.index.database;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;

/** Reads the columns of a row from left to right, as {@link Binding} sets parameters. */
public final class Reading {
  private final ResultSet row;
  private int column;

  public Reading(ResultSet row) {
    this.row = row;
  }

  public long key() throws SQLException {
    return row.getLong(++column);
  }

  public Long keyOrNull() throws SQLException {
    return row.getObject(++column, Long.class);
  }

  public int number() throws SQLException {
    return row.getInt(++column);
  }

  public Integer numberOrNull() throws SQLException {
    return row.getObject(++column, Integer.class);
  }

  public BigDecimal decimal() throws SQLException {
    return row.getBigDecimal(++column);
  }

  public boolean flag() throws SQLException {
    return row.getBoolean(++column);
  }

  public String text() throws SQLException {
    return row.getString(++column);
  }

  public byte[] bytes() throws SQLException {
    return row.getBytes(++column);
  }

  public LocalDate date() throws SQLException {
    return row.getObject(++column, LocalDate.class);
  }

  public LocalTime time() throws SQLException {
    return row.getObject(++column, LocalTime.class);
  }

  public Instant instant() throws SQLException {
    return Times.fromColumn(row, ++column);
  }

  public <V> V value(Class<V> type) throws SQLException {
    return row.getObject(++column, type);
  }
}
