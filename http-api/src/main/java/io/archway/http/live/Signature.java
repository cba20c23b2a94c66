package io.archway.http.live;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs that a connection may subscribe: {@code key:hex(HMAC-SHA256)} (RFC 2104). Thread-safe. */
final class Signature {

  private static final String ALGORITHM = "HmacSHA256";

  private final String key;
  private final SecretKeySpec secret;

  Signature(String key, String secret) {
    this.key = key;
    this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /**
   * @param channelData of a presence channel, else null
   */
  String of(String socketId, String channel, String channelData) {
    String text = socketId + ":" + channel + (channelData == null ? "" : ":" + channelData);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return key + ":" + HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  /** In a time that does not tell how much of it is right. */
  boolean fits(String said, String socketId, String channel, String channelData) {
    byte[] expected = of(socketId, channel, channelData).getBytes(StandardCharsets.UTF_8);
    return said != null && MessageDigest.isEqual(expected, said.getBytes(StandardCharsets.UTF_8));
  }
}
