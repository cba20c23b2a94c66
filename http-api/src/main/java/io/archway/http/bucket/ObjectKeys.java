package io.archway.http.bucket;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which keys an organization may name. A key with empty or dotted segments is refused, since some
 * stores and what stands before them read it as a path that leads elsewhere. Pure.
 */
final class ObjectKeys {
  private static final int MAX_BYTES = 1_024;
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x{FFFD}]");

  private ObjectKeys() {}

  /** What is wrong with a key, if anything. */
  static Optional<String> problem(String prefix, String key) {
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      return Optional.of("length: %d bytes (expected: <= %d)".formatted(bytes, MAX_BYTES));
    } else if (!key.startsWith(prefix) || key.length() == prefix.length()) {
      return Optional.of("expected: the key of an object that begins with " + prefix);
    } else if (CONTROL.matcher(key).find() || !isPlain(key)) {
      return Optional.of("expected: a key without empty or dotted segments and control characters");
    }
    return Optional.empty();
  }

  private static boolean isPlain(String key) {
    return List.of(key.split("[/\\\\]", -1)).stream()
        .noneMatch(one -> one.isEmpty() || one.equals(".") || one.equals(".."));
  }
}
