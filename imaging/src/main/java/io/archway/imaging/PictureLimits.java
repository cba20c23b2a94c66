package io.archway.imaging;

/**
 * What one picture may cost. Checked before anything is allocated.
 *
 * @param maxPixels most pixels of a frame as its header says, 1 to 2^32
 * @param maxFrames most frames of an object, 1 to 2^20
 * @param maxMemoryBytes most bytes of heap that decoding and drawing may hold together
 * @param maxMillis most processor time for one picture
 */
public record PictureLimits(long maxPixels, int maxFrames, long maxMemoryBytes, long maxMillis) {

  public static final PictureLimits DEFAULT =
      new PictureLimits(1L << 28, 1 << 20, 64L << 20, 20_000);

  public PictureLimits {
    if (maxPixels < 1 || maxPixels > 1L << 32 || maxFrames < 1 || maxFrames > 1 << 20) {
      throw new IllegalArgumentException(
          "pixels: %d, frames: %d (expected: 1 to 2^32, 1 to 2^20)"
              .formatted(maxPixels, maxFrames));
    }
    if (maxMemoryBytes < 1 || maxMillis < 1) {
      throw new IllegalArgumentException(
          "memory: %d, time: %d (expected: >= 1)".formatted(maxMemoryBytes, maxMillis));
    }
  }

  public PictureLimits withMaxMemoryBytes(long bytes) {
    return new PictureLimits(maxPixels, maxFrames, bytes, maxMillis);
  }

  public PictureLimits withMaxPixels(long pixels) {
    return new PictureLimits(pixels, maxFrames, maxMemoryBytes, maxMillis);
  }

  public PictureLimits withMaxMillis(long millis) {
    return new PictureLimits(maxPixels, maxFrames, maxMemoryBytes, millis);
  }

  /**
   * @throws PictureException TOO_LARGE if that is more memory than one picture may have
   */
  public void requireMemory(long bytes) throws PictureException {
    if (bytes > maxMemoryBytes) {
      throw PictureException.tooLarge(
          "memory to decode: %d bytes (expected: <= %d)".formatted(bytes, maxMemoryBytes));
    }
  }
}
