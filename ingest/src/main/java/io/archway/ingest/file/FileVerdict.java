package io.archway.ingest.file;

import io.archway.ingest.Verdict;
import java.nio.file.Path;

/**
 * What became of one file.
 *
 * @param verdict null for a file that is no DICOM object; {@code reason} then says why
 * @param reason for a person; empty where there is nothing to say
 */
public record FileVerdict(Path file, Verdict verdict, String reason) {

  /** One word for a list. */
  public enum Word {
    STORED,
    DUPLICATE,
    CONFLICT,
    QUARANTINED,
    REFUSED,
    SKIPPED;

    /** Of an arrival; null is no arrival at all. */
    public static Word of(Verdict verdict) {
      if (verdict == null) {
        return SKIPPED;
      }
      if (verdict instanceof Verdict.Stored) {
        return STORED;
      }
      if (verdict instanceof Verdict.Duplicate) {
        return DUPLICATE;
      }
      if (verdict instanceof Verdict.Conflicting) {
        return CONFLICT;
      }
      return verdict instanceof Verdict.Quarantined ? QUARANTINED : REFUSED;
    }
  }

  public Word word() {
    return Word.of(verdict);
  }

  /** Whether taking the same file later may end otherwise. */
  public boolean isTransient() {
    return verdict instanceof Verdict.Refused refused && refused.reason().isTransient();
  }
}
