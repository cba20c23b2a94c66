package io.archway.gateway.lifecycle;

import io.archway.index.order.OrderOutcome.Word;
import io.archway.worklist.file.OrderFileVerdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** What became of the orders of files. Thread-safe. */
record OrderMetrics(MeterRegistry registry) {

  /** Every series begins at zero, so that its first event is an increase. */
  void register() {
    for (Word word : Word.values()) {
      counter(word).increment(0);
    }
  }

  void count(OrderFileVerdict verdict) {
    verdict.words().forEach(word -> counter(word).increment());
  }

  private Counter counter(Word word) {
    return Counter.builder("archway.orders")
        .description("Orders of files by what became of them")
        .tag("verdict", word.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
