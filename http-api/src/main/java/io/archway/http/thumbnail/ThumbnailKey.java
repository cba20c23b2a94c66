package io.archway.http.thumbnail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a thumbnail is known by: a digest of all that decides how it looks, and so the same wherever
 * the same bytes are stored. Its text is nothing that was received.
 *
 * @param digest 64 hexadecimal digits
 */
public record ThumbnailKey(String digest) {
  /** Changes whenever the same bytes are drawn otherwise. */
  private static final String FORM = "1";

  static ThumbnailKey of(String... parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update((FORM + "\n" + String.join("\n", parts)).getBytes(StandardCharsets.UTF_8));
      return new ThumbnailKey(HexFormat.of().formatHex(sha256.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
