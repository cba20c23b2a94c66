package io.archway.http.imaging.upload;

/**
 * How much uploads may take; checked before anything is written or unpacked.
 *
 * @param maxBytes of one request's body
 * @param maxUploads that run at one time; one more is 503
 * @param maxParts of one request
 * @param maxHeadBytes of the lines before a part's content
 * @param maxFieldBytes of a part that is no file
 * @param maxEntries of all archives of one request
 * @param maxUnpackedBytes of all entries of all archives of one request
 * @param maxRatio of unpacked to packed bytes of an archive, beyond {@link #FREE_BYTES}
 * @param workMillis for what is done when the last byte is there
 * @param smallFileBytes up to which a file that is no DICOM object shares a segment of the log
 */
public record UploadLimits(
    long maxBytes,
    int maxUploads,
    int maxParts,
    int maxHeadBytes,
    int maxFieldBytes,
    int maxEntries,
    long maxUnpackedBytes,
    int maxRatio,
    int workMillis,
    int smallFileBytes) {
  /** What an archive may unpack to, whatever it was packed into. */
  static final long FREE_BYTES = 16 << 20;

  public static UploadLimits defaults() {
    return new UploadLimits(
        8L << 30, 8, 1_000, 8 << 10, 64 << 10, 20_000, 16L << 30, 200, 900_000, 1 << 20);
  }
}
