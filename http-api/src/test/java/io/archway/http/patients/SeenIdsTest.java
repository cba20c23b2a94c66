package io.archway.http.patients;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Ids of a file are told apart without being kept. */
class SeenIdsTest {
  private static final int MANY = 100_000;
  private static final int BYTES_AN_ID = 48;

  private final SeenIds seen = new SeenIds();

  @Test
  void anIdIsKnownByTheLineItWasFirstOn() {
    assertThat(seen.lineBefore("external_id", "1", 2)).isZero();
    assertThat(seen.lineBefore("external_id", "1", 3)).isEqualTo(2);
    assertThat(seen.lineBefore("external_id", "1", 4)).isEqualTo(2);
    assertThat(seen.lineBefore("legacy_id", "1", 5)).isZero();
    assertThat(seen.lineBefore("external_id", "11", 6)).isZero();
  }

  @Test
  void manyLongIdsTakeFewBytesEach() {
    String prefix = "Ж".repeat(120);
    for (int line = 2; line < MANY + 2; line++) {
      assertThat(seen.lineBefore("external_id", prefix + line, line)).isZero();
    }
    for (int line = 2; line < MANY + 2; line++) {
      assertThat(seen.lineBefore("external_id", prefix + line, 1)).isEqualTo(line);
    }
    assertThat(seen.size()).isLessThan((long) BYTES_AN_ID * MANY);
  }
}
