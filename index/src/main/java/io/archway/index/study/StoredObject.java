package io.archway.index.study;

import java.util.Objects;

/**
 * Where an object's Part 10 file lies in the store and what its bytes are. {@code container} is a file
 * name below the store's root; offset and length are of the Part 10 file in it; the data set begins
 * {@code dataSetOffset} bytes into that file. {@code sha256} (hex) is of the data set as received,
 * {@code crc32} (zip polynomial) of the whole file. {@code canonicalSha256} (hex) is of the data set in
 * its canonical form, or null where that was not made (compressed, or not parsed).
 */
public record StoredObject(
    long recordNumber,
    String container,
    long offset,
    long length,
    int dataSetOffset,
    String sha256,
    String canonicalSha256,
    long crc32) {
  public StoredObject {
    Objects.requireNonNull(container, "container");
    Objects.requireNonNull(sha256, "sha256");
    if (offset < 0 || length < 0 || dataSetOffset < 0) {
      throw new IllegalArgumentException(
          "offset, length, dataSetOffset: "
              + offset
              + ", "
              + length
              + ", "
              + dataSetOffset
              + " (expected: >= 0)");
    }
  }
}
