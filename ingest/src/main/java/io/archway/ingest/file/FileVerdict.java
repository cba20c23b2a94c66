package io.archway.ingest.file;

import io.archway.ingest.Verdict;
import java.nio.file.Path;

/**
 * What became of one file.
 *
 * @param verdict null for a file that did not become an arrival; {@code word} and {@code reason}
 *     then say why
 * @param reason for a person; empty where there is nothing to say
 */
public record FileVerdict(Path file, Verdict verdict, Word word, String reason) {

  /** One word for a list. */
  public enum Word {
    STORED,
    DUPLICATE,
    CONFLICT,
    QUARANTINED,
    REFUSED,
    /** No DICOM object. */
    SKIPPED,
    /** A DICOMDIR, which is none either, and no mistake. */
    DIRECTORY,
    UNREADABLE;

    /** Of an arrival. */
    public static Word of(Verdict verdict) {
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

  static FileVerdict of(Path file, Verdict verdict, String reason) {
    return new FileVerdict(file, verdict, Word.of(verdict), reason);
  }

  static FileVerdict noObject(Path file, String why) {
    return new FileVerdict(file, null, Word.SKIPPED, "no DICOM object: " + why);
  }

  static FileVerdict directory(Path file) {
    return new FileVerdict(
        file, null, Word.DIRECTORY, "a DICOMDIR: its files are taken one by one");
  }

  static FileVerdict unreadable(Path file, String why) {
    return new FileVerdict(file, null, Word.UNREADABLE, "cannot be read: " + why);
  }

  /** Whether taking the same file later may end otherwise. */
  public boolean isTransient() {
    return verdict instanceof Verdict.Refused refused && refused.reason().isTransient();
  }
}
