package io.archway.http.kernel;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Bytes of known length that are sent as they lie: a file, a range of one, or parts put together (a
 * zip). Files go out by zero-copy; GET and HEAD answer Range, If-Range, If-None-Match and
 * If-Modified-Since (RFC 9110 13, 14) over the whole.
 *
 * @param parts must not change while they are sent
 * @param etag the opaque tag without quotes, or null; strong
 * @param lastModified or null
 * @param disposition the value of Content-Disposition, or null
 * @param onReleased runs once, when the content was sent or given up; on any thread, must not block
 */
public record Content(
    List<? extends ContentPart> parts,
    long length,
    String mediaType,
    String etag,
    Instant lastModified,
    String disposition,
    Runnable onReleased) {

  private static final Runnable NOTHING = () -> {};

  public static Content of(String mediaType, List<? extends ContentPart> parts) {
    long length = 0;
    for (ContentPart part : parts) {
      length = Math.addExact(length, part.length());
    }
    return new Content(parts, length, mediaType, null, null, null, NOTHING);
  }

  public static Content bytes(String mediaType, byte[] bytes) {
    return of(mediaType, List.of(new ContentPart.Bytes(bytes)));
  }

  public static Content file(String mediaType, Path path, long offset, long length) {
    return of(mediaType, List.of(new ContentPart.FileRange(path, offset, length)));
  }

  public static Content channel(String mediaType, FileChannel channel, long offset, long length) {
    return of(mediaType, List.of(new ContentPart.ChannelRange(channel, offset, length)));
  }

  public Content etag(String tag) {
    return new Content(parts, length, mediaType, tag, lastModified, disposition, onReleased);
  }

  public Content lastModified(Instant moment) {
    return new Content(parts, length, mediaType, etag, moment, disposition, onReleased);
  }

  /** To be saved under this name; any characters, RFC 6266. */
  public Content attachment(String fileName) {
    return disposition(Disposition.of("attachment", fileName));
  }

  /** To be shown; saved under this name if the reader does so. */
  public Content inline(String fileName) {
    return disposition(Disposition.of("inline", fileName));
  }

  private Content disposition(String value) {
    return new Content(parts, length, mediaType, etag, lastModified, value, onReleased);
  }

  public Content onReleased(Runnable action) {
    return new Content(parts, length, mediaType, etag, lastModified, disposition, action);
  }
}
