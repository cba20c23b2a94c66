package io.archway.index.store;

/**
 * A stretch of a segment that is not what was written.
 *
 * @param length bytes up to the next readable record or the segment's end
 */
public record Damage(long segment, long offset, long length, String reason) {

  @Override
  public String toString() {
    return "segment " + segment + " at " + offset + ": " + reason + " (" + length + " bytes)";
  }
}
