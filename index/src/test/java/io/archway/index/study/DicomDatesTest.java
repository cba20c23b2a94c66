package io.archway.index.study;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DicomDatesTest {
  @ParameterizedTest
  @CsvSource({"20240229, 2024-02-29", "2024.02.29, 2024-02-29", "' 2024-02-29 ', 2024-02-29"})
  void readsDates(String text, String date) {
    assertThat(DicomDates.date(text)).hasToString(date);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10:00",
    "1011, 10:11",
    "101112, 10:11:12",
    "101112.5, 10:11:12.500",
    "101112.000001, 10:11:12.000001",
    "10:11:12, 10:11:12",
    "235960, 23:59:59",
  })
  void readsTimes(String text, String time) {
    assertThat(DicomDates.time(text)).hasToString(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "20230229", "2024022", "202402299", "00000000", "yesterday"})
  void givesNothingForWhatIsNoDate(String text) {
    assertThat(DicomDates.date(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "24", "1060", "101112.", "101112.1234567", "noon"})
  void givesNothingForWhatIsNoTime(String text) {
    assertThat(DicomDates.time(text)).isNull();
  }

  @Test
  void givesNothingForNothing() {
    assertThat(DicomDates.date(null)).isNull();
    assertThat(DicomDates.time(null)).isNull();
  }
}
