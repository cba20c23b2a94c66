package io.archway.dicom.data;

/**
 * What a data set may ask of its reader. Checked before anything is allocated.
 *
 * @param maxDepth most sequences inside each other
 * @param maxElements most elements, items and fragments together
 * @param maxValueBytes longest value that is brought into memory whole
 * @param maxHeldBytes most bytes of all values held together, with 64 for each element
 * @param maxInflatedBytes most bytes that deflated data may become
 * @param maxInflateRatio most inflated bytes for one deflated, applied once 16 MiB are inflated
 */
public record ParseLimits(
    int maxDepth,
    int maxElements,
    int maxValueBytes,
    long maxHeldBytes,
    long maxInflatedBytes,
    int maxInflateRatio) {

  /** For whole objects of moderate size. */
  public static final ParseLimits DEFAULT =
      new ParseLimits(32, 1_000_000, 64 << 20, 128L << 20, 8L << 30, 250);

  /** For headers on their way in: small values are held, long ones passed over. */
  public static final ParseLimits HEADER =
      new ParseLimits(32, 1_000_000, 64 << 10, 4L << 20, 8L << 30, 250);

  public ParseLimits {
    if (maxDepth < 0 || maxElements < 1 || maxValueBytes < 0 || maxHeldBytes < 0) {
      throw new IllegalArgumentException("parse limits: negative (expected: positive numbers)");
    }
    if (maxInflatedBytes < 1 || maxInflateRatio < 1) {
      throw new IllegalArgumentException("inflate limits: not positive (expected: >= 1)");
    }
  }

  public ParseLimits withMaxDepth(int depth) {
    return new ParseLimits(
        depth, maxElements, maxValueBytes, maxHeldBytes, maxInflatedBytes, maxInflateRatio);
  }

  public ParseLimits withMaxElements(int elements) {
    return new ParseLimits(
        maxDepth, elements, maxValueBytes, maxHeldBytes, maxInflatedBytes, maxInflateRatio);
  }

  public ParseLimits withMaxValueBytes(int bytes) {
    return new ParseLimits(
        maxDepth, maxElements, bytes, maxHeldBytes, maxInflatedBytes, maxInflateRatio);
  }

  public ParseLimits withMaxHeldBytes(long bytes) {
    return new ParseLimits(
        maxDepth, maxElements, maxValueBytes, bytes, maxInflatedBytes, maxInflateRatio);
  }

  public ParseLimits withMaxInflated(long bytes, int ratio) {
    return new ParseLimits(maxDepth, maxElements, maxValueBytes, maxHeldBytes, bytes, ratio);
  }
}
