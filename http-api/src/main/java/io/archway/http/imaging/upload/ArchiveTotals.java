package io.archway.http.imaging.upload;

/**
 * What all archives of one request take together: each entry is kept in memory until the last file
 * is done, and each is told in the answer. One thread.
 */
final class ArchiveTotals {
  private static final long MAX_NAME_BYTES = 4 << 20;

  private final UploadLimits limits;
  private long entries;
  private long nameBytes;
  private long unpackedBytes;

  ArchiveTotals(UploadLimits limits) {
    this.limits = limits;
  }

  /** One entry more; before it is kept. */
  void add(int itsNameBytes, long itsBytes) throws ArchiveException {
    entries++;
    nameBytes += itsNameBytes;
    unpackedBytes += itsBytes;
    check("entries", entries, limits.maxEntries());
    check("bytes of names", nameBytes, MAX_NAME_BYTES);
    check("unpacked bytes", unpackedBytes, limits.maxUnpackedBytes());
  }

  private static void check(String what, long value, long most) throws ArchiveException {
    if (value > most) {
      throw new ArchiveException(
          "archives: %d %s together (expected: <= %d)".formatted(value, what, most));
    }
  }
}
