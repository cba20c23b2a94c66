package io.archway.http.kernel;

import java.nio.charset.StandardCharsets;

/**
 * Content-Disposition (RFC 6266): {@code filename} in ASCII for old readers and, where that loses
 * something, {@code filename*} in UTF-8 (RFC 8187).
 */
final class Disposition {

  private static final int MAX_LENGTH = 200;
  private static final String ATTR_CHARS = "!#$&+-.^_`|~";

  private Disposition() {}

  static String of(String type, String fileName) {
    String name = safe(fileName);
    String ascii = name.replaceAll("[^\\x20-\\x7E]|[\"\\\\%]", "_");
    String value = type + "; filename=\"" + ascii + "\"";
    return ascii.equals(name) ? value : value + "; filename*=UTF-8''" + encode(name);
  }

  /** Without path separators, control characters and lone surrogates; never empty or a dot name. */
  private static String safe(String fileName) {
    StringBuilder name = new StringBuilder();
    fileName
        .codePoints()
        .limit(MAX_LENGTH)
        .map(c -> c == '/' || c == '\\' || Character.isISOControl(c) || isSurrogate(c) ? '_' : c)
        .forEach(name::appendCodePoint);
    String safe = name.toString().strip();
    return safe.isEmpty() || safe.chars().allMatch(c -> c == '.') ? "download" : safe;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static String encode(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || ATTR_CHARS.indexOf(c) >= 0);
      encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return encoded.toString();
  }
}
