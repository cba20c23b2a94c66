package io.archway.http.imaging.upload;

import io.archway.http.imaging.upload.UploadView.Result;
import io.archway.ingest.Refusal;
import io.archway.ingest.Verdict;

/**
 * What became of one file.
 *
 * @param sopInstanceUid of a DICOM object that is kept; null otherwise
 * @param mediumKey of a file that is a medium of its own; null otherwise
 * @param refusal why an intake took nothing, null where it did or was not asked
 */
record FileOutcome(
    String name,
    Result result,
    String reason,
    String sopInstanceUid,
    Long mediumKey,
    Refusal refusal) {

  static FileOutcome of(String name, Verdict verdict, String uid, Long mediumKey) {
    if (verdict instanceof Verdict.Refused refused) {
      return new FileOutcome(name, Result.REFUSED, refused.detail(), null, null, refused.reason());
    }
    return new FileOutcome(name, result(verdict), quarantinedFor(verdict), uid, mediumKey, null);
  }

  private static String quarantinedFor(Verdict verdict) {
    if (verdict instanceof Verdict.Duplicate again) {
      return again.quarantinedFor();
    }
    return verdict instanceof Verdict.Quarantined kept ? kept.reason() : null;
  }

  private static Result result(Verdict verdict) {
    if (verdict instanceof Verdict.Stored) {
      return Result.STORED;
    } else if (verdict instanceof Verdict.Duplicate) {
      return Result.DUPLICATE;
    }
    return verdict instanceof Verdict.Conflicting ? Result.CONFLICT : Result.QUARANTINED;
  }

  static FileOutcome refused(String name, String reason) {
    return new FileOutcome(name, Result.REFUSED, reason, null, null, null);
  }

  static FileOutcome skipped(String name, String reason) {
    return new FileOutcome(name, Result.SKIPPED, reason, null, null, null);
  }

  boolean isKept() {
    return result != Result.REFUSED && result != Result.SKIPPED;
  }

  /** It is kept, but nobody's image. */
  boolean isInQuarantine() {
    return isKept() && reason != null;
  }

  /** The same may be taken later. */
  boolean isTransient() {
    return refusal != null && refusal.isTransient();
  }
}
