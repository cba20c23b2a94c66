package io.archway.http.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * One range of bytes, both ends inclusive (RFC 9110 14.1.2). Several ranges in one request are
 * answered with the whole, as 14.2 allows.
 */
record ByteRange(long first, long last) {

  /** A range that lies outside of the content. */
  static final ByteRange UNSATISFIABLE = new ByteRange(-1, -1);

  private static final int MAX_DIGITS = 18;

  long length() {
    return last - first + 1;
  }

  /** The range a header asks for, {@link #UNSATISFIABLE}, or null if it is to be ignored. */
  static ByteRange parse(String header, long length) {
    if (header == null || !header.regionMatches(true, 0, "bytes=", 0, 6)) {
      return null;
    }
    String spec = header.substring(6).strip();
    int dash = spec.indexOf('-');
    if (dash < 0) {
      return null;
    }
    String from = spec.substring(0, dash).strip();
    String to = spec.substring(dash + 1).strip();
    if (!isNumber(from) && !from.isEmpty() || !isNumber(to) && !to.isEmpty()) {
      return null;
    }
    if (from.isEmpty()) {
      return to.isEmpty() ? null : suffix(Long.parseLong(to), length);
    }
    return between(
        Long.parseLong(from), to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to), length);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static ByteRange suffix(long count, long length) {
    return count == 0 || length == 0
        ? UNSATISFIABLE
        : new ByteRange(Math.max(0, length - count), length - 1);
  }

  private static ByteRange between(long first, long last, long length) {
    if (last < first) {
      return null;
    }
    return first >= length ? UNSATISFIABLE : new ByteRange(first, Math.min(last, length - 1));
  }

  /** The parts, cut to this range. */
  List<ContentPart> cut(List<? extends ContentPart> parts) {
    List<ContentPart> cut = new ArrayList<>();
    long start = 0;
    for (ContentPart part : parts) {
      long from = Math.max(first - start, 0);
      long to = Math.min(last + 1 - start, part.length());
      if (from < to) {
        cut.add(cut(part, from, to - from));
      }
      start += part.length();
    }
    return cut;
  }

  private static ContentPart cut(ContentPart part, long from, long length) {
    if (part instanceof ContentPart.Bytes whole) {
      return new ContentPart.Bytes(
          java.util.Arrays.copyOfRange(whole.bytes(), (int) from, (int) (from + length)));
    } else if (part instanceof ContentPart.FileRange file) {
      return new ContentPart.FileRange(file.path(), file.offset() + from, length);
    }
    ContentPart.ChannelRange channel = (ContentPart.ChannelRange) part;
    return new ContentPart.ChannelRange(channel.channel(), channel.offset() + from, length);
  }
}
