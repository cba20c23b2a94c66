package io.archway.gateway.lifecycle;

import io.archway.ingest.Refusal;
import io.archway.ingest.Verdict;
import io.archway.ingest.file.FileVerdict;
import io.archway.ingest.file.FileVerdict.Word;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What became of objects, by the way they came in ("dimse", "watch"): verdicts, and of refusals the
 * reason. Thread-safe.
 */
record ArrivalMetrics(MeterRegistry registry) {
  private static final String VERDICTS = "archway.arrivals";
  private static final String REFUSALS = "archway.arrivals.refused";
  private static final String DIMSE = "dimse";
  private static final String WATCH = "watch";
  private static final Set<Word> OF_ARRIVALS =
      EnumSet.of(Word.STORED, Word.DUPLICATE, Word.CONFLICT, Word.QUARANTINED, Word.REFUSED);

  /** Every series begins at zero, so that its first event is an increase. */
  void register() {
    for (String via : List.of(DIMSE, WATCH)) {
      for (Word verdict : Word.values()) {
        if (via.equals(WATCH) || OF_ARRIVALS.contains(verdict)) {
          count(via, verdict, 0);
        }
      }
      for (Refusal reason : Refusal.values()) {
        count(via, reason, 0);
      }
    }
  }

  Consumer<Verdict> overDimse() {
    return verdict -> count(DIMSE, Word.of(verdict), verdict);
  }

  Consumer<FileVerdict> fromWatchedFolders() {
    return file -> count(WATCH, file.word(), file.verdict());
  }

  private void count(String via, Word word, Verdict verdict) {
    count(via, word, 1);
    if (verdict instanceof Verdict.Refused refused) {
      count(via, refused.reason(), 1);
    }
  }

  private void count(String via, Word verdict, int times) {
    counter(VERDICTS, "Objects by what became of them", via, "verdict", verdict).increment(times);
  }

  private void count(String via, Refusal reason, int times) {
    counter(REFUSALS, "Objects refused, by reason", via, "reason", reason).increment(times);
  }

  private Counter counter(
      String name, String description, String via, String label, Enum<?> value) {
    return Counter.builder(name)
        .description(description)
        .tags("via", via, label, value.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
