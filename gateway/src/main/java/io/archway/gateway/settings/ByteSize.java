package io.archway.gateway.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of bytes, written with a binary unit: {@code 64MiB}. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12}) ?(B|KiB|MiB|GiB|TiB)");
  private static final String UNITS = "BKMGT";

  static ByteSize parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("a size such as 512KiB, 64MiB or 2GiB");
    }
    int power = UNITS.indexOf(form.group(2).charAt(0));
    return new ByteSize(Math.multiplyExact(Long.parseLong(form.group(1)), 1L << (10 * power)));
  }

  /**
   * The same for those who count in int; a setting read this way is limited to 2 GiB by its range.
   */
  public int intBytes() {
    return Math.toIntExact(bytes);
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }
}
