package io.archway.dicom.dict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UidTest {
  @ParameterizedTest
  @ValueSource(strings = {"1.2.3", "0.1", "1", "2.25.0", "1.2.840.10008.1.2"})
  void validOnes(String uid) {
    assertThat(Uid.isValid(uid)).isTrue();
    assertThat(Uid.isUsable(uid)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "1.", ".1", "1..2", "1.a", "1.2 ", "1,2", "١.٢"})
  void invalidOnes(String uid) {
    assertThat(Uid.isValid(uid)).isFalse();
    assertThat(Uid.isUsable(uid)).isFalse();
  }

  @Test
  void nullIsInvalid() {
    assertThat(Uid.isValid(null)).isFalse();
    assertThat(Uid.isUsable(null)).isFalse();
  }

  @Test
  void leadingZerosAreUsableButNotValid() {
    assertThat(Uid.isValid("1.02.3")).isFalse();
    assertThat(Uid.isUsable("1.02.3")).isTrue();
  }

  @Test
  void lengthAtTheLimitAndOnePast() {
    assertThat(Uid.isValid("1." + "1".repeat(62))).isTrue();
    assertThat(Uid.isValid("1." + "1".repeat(63))).isFalse();
    assertThat(Uid.isUsable("1." + "1".repeat(63))).isFalse();
  }

  @Test
  void paddingIsTrimmed() {
    assertThat(Uid.trim("1.2.3\0")).isEqualTo("1.2.3");
    assertThat(Uid.trim(" 1.2.3  ")).isEqualTo("1.2.3");
    assertThat(Uid.trim(" \0")).isEmpty();
  }

  @Test
  void madeFromUuids() {
    assertThat(Uid.of(UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")))
        .isEqualTo("2.25.329800735698586629295641978511506172918");
    assertThat(Uid.of(new UUID(0, 0))).isEqualTo("2.25.0");
    assertThat(Uid.isValid(Uid.random())).isTrue();
    assertThat(Uid.random()).isNotEqualTo(Uid.random());
  }
}
