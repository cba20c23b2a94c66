package io.archway.http.thumbnail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a thumbnail is known by: a digest of what it shows, and one of all that decides how it
 * looks, and so the same wherever the same bytes are stored. Its text is nothing that was received.
 *
 * @param content 64 hexadecimal digits, of all thumbnails of the same bytes the same
 * @param look 64 hexadecimal digits
 */
public record ThumbnailKey(String content, String look) {
  /** Changes whenever the same bytes are drawn otherwise. */
  private static final String FORM = "2";

  /**
   * @param content what it is a picture of
   * @param parts what else decides how it looks
   */
  static ThumbnailKey of(String content, String... parts) {
    return new ThumbnailKey(
        digest(content), digest(FORM + "\n" + content + "\n" + String.join("\n", parts)));
  }

  /** Of a content, as keys have it. */
  static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
