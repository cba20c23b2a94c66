package io.archway.gateway.lifecycle;

import io.archway.http.documents.PatientFolders.Word;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** What became of the files of patients' folders. Thread-safe. */
record DocumentMetrics(MeterRegistry registry) {

  /** Every series begins at zero, so that its first event is an increase. */
  void register() {
    for (Word word : Word.values()) {
      counter(word).increment(0);
    }
  }

  void count(Word word) {
    counter(word).increment();
  }

  private Counter counter(Word word) {
    return Counter.builder("archway.documents")
        .description("Files of patients' folders by what became of them")
        .tag("verdict", word.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
