package io.archway.index.store;

import java.util.Objects;

/**
 * Where a Part 10 file lies: a file of the disk (a segment or a large object's own file), the
 * offset of its first byte in it, its length in bytes.
 */
public record ObjectLocation(String container, long offset, long length) {

  public ObjectLocation {
    Objects.requireNonNull(container, "container");
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "object location: " + offset + "+" + length + " (expected: not negative)");
    }
  }
}
