package io.archway.index.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackedRowTest {
  private static final String ROW =
      """
      SELECT CAST(-1 AS bigint), CAST(NULL AS bigint), 7, CAST(NULL AS integer),
        CAST('70.500' AS decimal(7, 3)), TRUE, 'Žluťoučký', CAST(NULL AS varchar), '',
        DATE '1899-12-31', TIME '23:59:59.123456',
        CAST('1969-07-20 20:17:40.000001+00' AS timestamp with time zone)
      """;

  @ParameterizedTest
  @EnumSource
  void aRowIsReadAsItWasPacked(TestDatabase kind) throws Exception {
    try (Database database = kind.open()) {
      PackedRow row =
          new PackedRow(
              database.readInConnection(
                  connection ->
                      Statements.query(
                              connection,
                              ROW,
                              binding -> {},
                              columns -> new PackedRow.Writer().add(columns, 1, 12).toBytes())
                          .get(0)));
      assertThat(row.key()).isEqualTo(-1);
      assertThat(row.keyOrNull()).isNull();
      assertThat(row.number()).isEqualTo(7);
      assertThat(row.numberOrNull()).isNull();
      assertThat(row.decimal()).isEqualTo(new BigDecimal("70.500"));
      assertThat(row.flag()).isTrue();
      assertThat(row.text()).isEqualTo("Žluťoučký");
      assertThat(row.text()).isNull();
      assertThat(row.text()).isEmpty();
      assertThat(row.date()).isEqualTo(LocalDate.of(1899, 12, 31));
      assertThat(row.time()).isEqualTo(LocalTime.of(23, 59, 59, 123_456_000));
      assertThat(row.instant()).isEqualTo(Instant.parse("1969-07-20T20:17:40.000001Z"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, -1, 127, 128, -128, -129, 255, 256, 65_535, Long.MAX_VALUE, Long.MIN_VALUE})
  void numbersOfEveryLengthAreKept(long number) {
    PackedRow row = new PackedRow(new PackedRow.Writer().number(number).number(5L).toBytes());
    assertThat(row.keyOrNull()).isEqualTo(number);
    assertThat(row.key()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 126, 127, 128, 16_382, 16_383, 16_384, 70_000})
  void textsOfEveryLengthAreKept(int length) {
    String text = "x".repeat(length);
    PackedRow row = new PackedRow(new PackedRow.Writer().text(text).text("end").toBytes());
    assertThat(row.text()).isEqualTo(text);
    assertThat(row.text()).isEqualTo("end");
  }
}
