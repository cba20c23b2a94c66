package io.archway.http.thumbnail;

import io.archway.imaging.PictureLimits;
import java.nio.file.Path;

/**
 * Limits of making and keeping thumbnails.
 *
 * @param folder of the files; made when the first one is kept
 * @param maxBytes of all files together
 * @param threads that draw, each within {@code limits}
 * @param maxWaiting requests that wait for a drawing at one time; one more is answered 503
 * @param maxWaitMillis how long one waits
 */
public record ThumbnailSettings(
    Path folder,
    long maxBytes,
    int threads,
    int maxWaiting,
    long maxWaitMillis,
    PictureLimits limits) {

  public static ThumbnailSettings defaults(Path folder) {
    return new ThumbnailSettings(folder, 512L << 20, 2, 8, 30_000, PictureLimits.DEFAULT);
  }

  public ThumbnailSettings withMaxWaiting(int requests) {
    return new ThumbnailSettings(folder, maxBytes, threads, requests, maxWaitMillis, limits);
  }

  public ThumbnailSettings withLimits(PictureLimits value) {
    return new ThumbnailSettings(folder, maxBytes, threads, maxWaiting, maxWaitMillis, value);
  }
}
