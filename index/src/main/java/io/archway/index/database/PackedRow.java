package io.archway.index.database;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/**
 * The columns of a row as bytes that fill one column of another row, much faster to read than
 * columns are. One thread.
 *
 * <pre>
 * length + 1, or 0 for NULL   seven bits a byte, lowest first, the last without 0x80
 * value                       text in UTF-8, or a whole number, highest byte first
 * </pre>
 *
 * Dates are numbers of days since 1970, times of nanoseconds, instants of microseconds since then.
 */
public final class PackedRow implements Columns {
  private static final int MORE = 0x80;
  private static final long MICROS = 1_000_000;

  private final byte[] bytes;
  private int at;
  private int end;

  public PackedRow(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Packs what a {@link PackedRow} then reads in the same order. */
  public static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    /** Columns of a result from one to another, both inclusive and counted from 1. */
    public Writer add(ResultSet row, int from, int to) throws SQLException {
      ResultSetMetaData columns = row.getMetaData();
      for (int column = from; column <= to; column++) {
        pack(row, column, columns.getColumnType(column));
      }
      return this;
    }

    private void pack(ResultSet row, int column, int type) throws SQLException {
      switch (type) {
        case Types.BIGINT, Types.INTEGER -> {
          long number = row.getLong(column);
          number(row.wasNull() ? null : number);
        }
        case Types.BOOLEAN, Types.BIT -> number(row.getBoolean(column) ? 1L : 0L);
        case Types.DATE -> {
          LocalDate date = row.getObject(column, LocalDate.class);
          number(date == null ? null : date.toEpochDay());
        }
        case Types.TIME -> {
          LocalTime time = row.getObject(column, LocalTime.class);
          number(time == null ? null : time.toNanoOfDay());
        }
        case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> {
          Instant instant = Times.fromColumn(row, column);
          number(instant == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, instant));
        }
        case Types.NUMERIC, Types.DECIMAL -> {
          BigDecimal decimal = row.getBigDecimal(column);
          text(decimal == null ? null : decimal.toPlainString());
        }
        case Types.VARCHAR -> text(row.getString(column));
        default ->
            throw new IllegalStateException(
                "column %d: type %d (expected: one that is packed)".formatted(column, type));
      }
    }

    public Writer text(String text) {
      value(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
      return this;
    }

    public Writer number(Long number) {
      if (number == null) {
        value(null);
        return this;
      }
      int length = (Long.SIZE - Long.numberOfLeadingZeros(number ^ number >> 63)) / Byte.SIZE + 1;
      byte[] value = new byte[length];
      for (int i = 0; i < length; i++) {
        value[i] = (byte) (number >> Byte.SIZE * (length - 1 - i));
      }
      value(value);
      return this;
    }

    private void value(byte[] value) {
      int length = value == null ? 0 : value.length + 1;
      while (length >= MORE) {
        out.write(length & MORE - 1 | MORE);
        length >>>= 7;
      }
      out.write(length);
      if (value != null) {
        out.writeBytes(value);
      }
    }

    public byte[] toBytes() {
      return out.toByteArray();
    }
  }

  /** Goes to the next value; false where it is NULL. */
  private boolean next() {
    at = end;
    int length = 0;
    int shift = 0;
    byte part;
    do {
      part = bytes[at++];
      length |= (part & MORE - 1) << shift;
      shift += 7;
    } while (part < 0);
    end = at + Math.max(0, length - 1);
    return length > 0;
  }

  @Override
  public long key() {
    if (!next()) {
      return 0;
    }
    long number = at < end ? bytes[at] : 0;
    for (int i = at + 1; i < end; i++) {
      number = number << Byte.SIZE | bytes[i] & 0xFF;
    }
    return number;
  }

  @Override
  public Long keyOrNull() {
    int before = end;
    if (!next()) {
      return null;
    }
    end = before;
    return key();
  }

  @Override
  public int number() {
    return (int) key();
  }

  @Override
  public Integer numberOrNull() {
    Long number = keyOrNull();
    return number == null ? null : number.intValue();
  }

  @Override
  public boolean flag() {
    return key() != 0;
  }

  @Override
  public String text() {
    return next() ? new String(bytes, at, end - at, StandardCharsets.UTF_8) : null;
  }

  @Override
  public BigDecimal decimal() {
    String text = text();
    return text == null ? null : new BigDecimal(text);
  }

  @Override
  public LocalDate date() {
    Long days = keyOrNull();
    return days == null ? null : LocalDate.ofEpochDay(days);
  }

  @Override
  public LocalTime time() {
    Long nanos = keyOrNull();
    return nanos == null ? null : LocalTime.ofNanoOfDay(nanos);
  }

  @Override
  public Instant instant() {
    Long micros = keyOrNull();
    return micros == null
        ? null
        : Instant.ofEpochSecond(
            Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
  }
}
