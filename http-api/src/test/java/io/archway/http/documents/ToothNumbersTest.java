package io.archway.http.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToothNumbersTest {
  @Test
  void rangesAndNumbersAreExpandedInOrderEachOnce() {
    assertThat(ToothNumbers.expand("1-5,8")).isEqualTo("1,2,3,4,5,8");
    assertThat(ToothNumbers.expand(" 8, 1 - 3 ,2")).isEqualTo("1,2,3,8");
    assertThat(ToothNumbers.expand("1-32").split(",")).hasSize(32);
    assertThat(ToothNumbers.expand("a-c")).isEqualTo("A,B,C");
    assertThat(ToothNumbers.expand("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "33", "5-1", "1-", "-3", "1,,2", "x", "1-2-3", "30-A", "U", "1;2"})
  void whatIsNoToothIsRefused(String text) {
    assertThatThrownBy(() -> ToothNumbers.expand(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected: teeth from 1 to 32");
  }

  @Test
  void universalNumbersAreThoseOfIso3950() {
    assertThat(ToothNumbers.ofIso(List.of("18", "11", "21", "28", "38", "31", "41", "48")))
        .isEqualTo("1,8,9,16,17,24,25,32");
    assertThat(ToothNumbers.ofIso(List.of("55", "51", "61", "65", "75", "71", "81", "85")))
        .isEqualTo("A,E,F,J,K,O,P,T");
    assertThat(ToothNumbers.ofIso(List.of("99", "36"))).isEqualTo("19");
    assertThat(ToothNumbers.toIso("1,16,17,32,A,T"))
        .containsExactly("18", "28", "38", "48", "55", "85");
    assertThat(ToothNumbers.ofIso(ToothNumbers.toIso(ToothNumbers.expand("1-32"))))
        .isEqualTo(ToothNumbers.expand("1-32"));
  }

  @Test
  void picturesStandWhereTheirTeethAre() {
    MountLayout right = MountLayout.of(List.of("18", "17"), 0);
    MountLayout left = MountLayout.of(List.of("27", "28"), 1);
    MountLayout bitewing = MountLayout.of(List.of("16", "46"), 2);
    MountLayout lower = MountLayout.of(List.of("36"), 3);
    assertThat(right.column()).isLessThan(left.column());
    assertThat(List.of(right.row(), bitewing.row(), lower.row())).containsExactly(0, 1, 2);
    assertThat(MountLayout.of(List.of(), 4)).isEqualTo(new MountLayout(3, 4));
  }
}
