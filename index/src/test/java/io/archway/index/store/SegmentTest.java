package io.archway.index.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SegmentTest {
  private static final long HEADER = SegmentHeader.BYTES;

  @Test
  void itsHeaderIsNothingThatLiesBehindAPosition() {
    Segment empty = new Segment(1, "log/1.seg", HEADER, 0, false);
    assertThat(empty.bytesAfter(LogPosition.START)).isZero();
    Segment filled = new Segment(2, "log/2.seg", HEADER + 100, 0, true);
    assertThat(filled.bytesAfter(LogPosition.START)).isEqualTo(100);
    assertThat(filled.bytesAfter(new LogPosition(1, 5))).isEqualTo(100);
    assertThat(filled.bytesAfter(new LogPosition(2, HEADER + 60))).isEqualTo(40);
    assertThat(filled.bytesAfter(new LogPosition(2, HEADER + 100))).isZero();
    assertThat(filled.bytesAfter(new LogPosition(3, 0))).isZero();
  }
}
