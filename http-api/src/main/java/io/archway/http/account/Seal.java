package io.archway.http.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps secrets unreadable in rows: AES-256 in GCM (NIST SP 800-38D) under a key that is not in the
 * database, bound to what they belong to. Thread-safe.
 *
 * <pre>
 *   1.            form
 *   4d1f0a2b.     which key: the first four bytes of its digest
 *   base64        nonce (12 bytes), cipher text, tag (16 bytes)
 * </pre>
 */
public final class Seal {

  public static final int KEY_BYTES = 32;

  private static final String FORM = "1";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int ID_CHARACTERS = 8;

  private final SecretKeySpec key;
  private final SecretKeySpec digestKey;
  private final String keyId;

  /**
   * @param key {@link #KEY_BYTES} random bytes
   */
  public Seal(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "key: %d bytes (expected: %d)".formatted(key.length, KEY_BYTES));
    }
    SecretKeySpec root = new SecretKeySpec(key, "HmacSHA256");
    this.key = new SecretKeySpec(mac(root, "seal"), "AES");
    this.digestKey = new SecretKeySpec(mac(root, "digest"), "HmacSHA256");
    this.keyId = HexFormat.of().formatHex(mac(root, "id")).substring(0, ID_CHARACTERS);
  }

  /** A new key. */
  public static byte[] newKey() {
    return Secrets.bytes(KEY_BYTES);
  }

  /** Opens only under the same {@code owner}. */
  String seal(byte[] secret, String owner) {
    byte[] nonce = Secrets.bytes(NONCE_BYTES);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, owner).doFinal(secret);
      byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
      return FORM + "." + keyId + "." + Base64.getEncoder().encodeToString(whole);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  /**
   * @throws SealedElsewhereException where it was sealed with another key, for somebody else, or
   *     changed
   */
  byte[] open(String sealed, String owner) {
    String[] parts = sealed.split("\\.", 3);
    if (parts.length != 3 || !parts[0].equals(FORM) || !parts[1].equals(keyId)) {
      throw new SealedElsewhereException(
          "sealed with key %s (expected: %s)".formatted(parts.length == 3 ? parts[1] : "?", keyId));
    }
    try {
      byte[] whole = Base64.getDecoder().decode(parts[2]);
      byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
      return cipher(Cipher.DECRYPT_MODE, nonce, owner)
          .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SealedElsewhereException("sealed secret does not open: " + e.getClass().getName());
    }
  }

  /** By which a short code is known again, and not guessed without the key (RFC 2104). */
  String digest(String text, String owner) {
    return HexFormat.of().formatHex(mac(digestKey, owner + "\n" + text));
  }

  /** By which a text that was given out is known to be ours. */
  public String sign(String text) {
    return digest(text, "sign");
  }

  private Cipher cipher(int mode, byte[] nonce, String owner) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] mac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  /** A secret cannot be read with the key that is here. */
  static final class SealedElsewhereException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SealedElsewhereException(String message) {
      super(message);
    }
  }
}
