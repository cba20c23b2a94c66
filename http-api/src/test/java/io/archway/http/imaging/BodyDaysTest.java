package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyDaysTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1980-05-20",
        " 1980-05-20 ",
        "19800520",
        "1980-05-20T22:00:00",
        "19800520220000",
        "19800520220000.5",
        "1980-05-20T00:00Z",
        "1980-05-20T00:00:00Z",
        "1980-05-20T00:00:00.000z",
        "1980-05-20T00:00:00+02:00",
        "1980-05-20T00:00:00-11:00[Pacific/Pago_Pago]",
        "19800520000000+0200"
      })
  void takeTheDayAsWritten(String text) {
    assertThat(BodyDays.of(text)).isEqualTo(LocalDate.of(1980, 5, 20));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1980-05-20T22:00:00Z",
        "1980-05-20T22:00z",
        "1980-05-20T22:00:00.000Z",
        "1980-05-20T00:00:01Z",
        "1980-05-20T22:00:00+02:00",
        "1980-05-20T22:00:00-02:00",
        "1980-05-20T22:00:00+02:00:01",
        "1980-05-20T22:00:00+02:00[Europe/Berlin]",
        "19800520220000+0200",
        "19800520220000.000000-0200",
        " 19800520220000-0000 "
      })
  void refuseATimeWithAZone(String text) {
    assertThatThrownBy(() -> BodyDays.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected: a day like 2026-03-01, or its time 00:00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1980-13-20", "1980-05-20T24:30:00", "22:00:00Z", "20.05.1980"})
  void refuseWhatIsNoDay(String text) {
    assertThatThrownBy(() -> BodyDays.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected: a date like 2026-03-01");
  }

  @Test
  void areNoneWhereNothingIsSaid() {
    assertThat(BodyDays.of(null)).isNull();
    assertThat(BodyDays.of(" ")).isNull();
  }
}
