package io.archway.index.store;

import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 digest as a value. */
public final class Sha256 {

  public static final int BYTES = 32;

  private final byte[] bytes;

  private Sha256(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("SHA-256: " + bytes.length + " bytes (expected: 32)");
    }
    this.bytes = bytes;
  }

  public static Sha256 of(byte[] bytes) {
    return new Sha256(bytes.clone());
  }

  public static Sha256 ofHex(String hex) {
    return new Sha256(HexFormat.of().parseHex(hex));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sha256 that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
