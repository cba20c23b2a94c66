package io.archway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.ingest.LineLimit.Pass;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LineLimitTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final LineLimit limit = new LineLimit(2, 5, nanos::get);

  @Test
  void aPeerGetsItsLinesAndNoneMore() {
    assertThat(passed("a", 10)).isEqualTo(2);
    assertThat(passed("b", 1)).isEqualTo(1);
    assertThat(passed("a", 1)).isZero();
  }

  @Test
  void allPeersTogetherGetTheirs() {
    int passed = 0;
    for (int peer = 0; peer < 100; peer++) {
      passed += passed("peer " + peer, 2);
    }
    assertThat(passed).isEqualTo(5);
  }

  @Test
  void theNextMinuteBeginsAnewAndTellsOnceWhatWasHeld() {
    passed("a", 7);
    nanos.addAndGet(TimeUnit.MINUTES.toNanos(1) - 1);
    assertThat(limit.ask("a")).isEqualTo(new Pass(false, 0));
    nanos.incrementAndGet();
    assertThat(limit.ask("a")).isEqualTo(new Pass(true, 6));
    assertThat(limit.ask("a")).isEqualTo(new Pass(true, 0));
    assertThat(limit.ask("a")).isEqualTo(new Pass(false, 0));
  }

  private int passed(String peer, int times) {
    int passed = 0;
    for (int i = 0; i < times; i++) {
      passed += limit.ask(peer).passes() ? 1 : 0;
    }
    return passed;
  }
}
