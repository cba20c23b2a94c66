package io.archway.index.study;

import io.archway.index.store.ObjectLocation;
import java.util.Objects;

/**
 * Where an object's Part 10 file lies in the store and what its bytes are. The data set begins
 * {@code dataSetOffset} bytes into the file. {@code sha256} (hex) is of the data set as received,
 * {@code crc32} (zip polynomial, as a signed int) of the whole file. {@code canonicalSha256} (hex)
 * is of the data set in its canonical form, or null where that was not made.
 */
public record ArrivedObject(
    long recordNumber,
    ObjectLocation location,
    int dataSetOffset,
    String sha256,
    String canonicalSha256,
    int crc32) {
  public ArrivedObject {
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(sha256, "sha256");
    if (dataSetOffset < 0) {
      throw new IllegalArgumentException("dataSetOffset: " + dataSetOffset + " (expected: >= 0)");
    }
  }
}
