package io.archway.index.database;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;

/** The columns of a row, each read once from left to right. One thread. */
public interface Columns {
  long key() throws SQLException;

  Long keyOrNull() throws SQLException;

  int number() throws SQLException;

  Integer numberOrNull() throws SQLException;

  BigDecimal decimal() throws SQLException;

  boolean flag() throws SQLException;

  String text() throws SQLException;

  LocalDate date() throws SQLException;

  LocalTime time() throws SQLException;

  Instant instant() throws SQLException;
}
