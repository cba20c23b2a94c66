package io.archway.gateway.operation;

import io.archway.gateway.ExitCode;
import io.archway.ingest.file.FileVerdict;
import io.archway.ingest.file.FileVerdict.Word;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Counts what became of files, and says it. One thread at a time. */
final class ImportTally {
  private final Set<Path> named;
  private final Map<Word, Long> counts = new EnumMap<>(Word.class);
  private boolean namedIsNoObject;

  /**
   * @param named what a person named; that one of these is no DICOM object is a mistake
   */
  ImportTally(Collection<Path> named) {
    this.named = Set.copyOf(named);
  }

  /** The line of a file. */
  String count(FileVerdict verdict) {
    counts.merge(verdict.word(), 1L, Long::sum);
    namedIsNoObject |= verdict.word() == Word.SKIPPED && named.contains(verdict.file());
    return word(verdict.word())
        + ": "
        + verdict.file()
        + (verdict.reason().isEmpty() ? "" : " (" + verdict.reason() + ")");
  }

  private static String word(Word word) {
    return switch (word) {
      case STORED -> "stored";
      case DUPLICATE -> "duplicate";
      case CONFLICT -> "conflicting";
      case QUARANTINED -> "quarantined";
      case REFUSED, UNREADABLE -> "refused";
      case SKIPPED, DIRECTORY -> "skipped";
    };
  }

  String summary() {
    return "%d stored, %d duplicate, %d conflicting, %d quarantined, %d no DICOM object, %d refused"
        .formatted(
            of(Word.STORED),
            of(Word.DUPLICATE),
            of(Word.CONFLICT),
            of(Word.QUARANTINED),
            of(Word.SKIPPED),
            refused());
  }

  private long of(Word word) {
    return counts.getOrDefault(word, 0L);
  }

  private long refused() {
    return of(Word.REFUSED) + of(Word.UNREADABLE);
  }

  ExitCode exitCode() {
    if (refused() > 0 || namedIsNoObject) {
      return ExitCode.SOME_REFUSED;
    }
    long kept = of(Word.STORED) + of(Word.DUPLICATE) + of(Word.CONFLICT) + of(Word.QUARANTINED);
    return kept > 0 ? ExitCode.OK : ExitCode.NOTHING_FOUND;
  }
}
