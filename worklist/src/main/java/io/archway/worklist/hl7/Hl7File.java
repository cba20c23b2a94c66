package io.archway.worklist.hl7;

import io.archway.index.order.OrderException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A file of messages: one or several, in a batch or not (HL7 v2 2.10.3), segments ended by CR, LF
 * or both, framed as for MLLP or not.
 */
final class Hl7File {
  private static final byte START_OF_BLOCK = 0x0B;
  private static final byte END_OF_BLOCK = 0x1C;
  private static final int HEAD_BYTES = 64;
  private static final int MAX_SEGMENTS = 100_000;

  private Hl7File() {}

  /** Whether these may be the first bytes of one. */
  static boolean looksLikeHl7(byte[] bytes) {
    String head =
        new String(bytes, 0, Math.min(bytes.length, HEAD_BYTES), StandardCharsets.ISO_8859_1)
            .replace("\u00EF\u00BB\u00BF", "")
            .replace((char) START_OF_BLOCK, ' ')
            .stripLeading();
    return head.startsWith("MSH") || head.startsWith("FHS") || head.startsWith("BHS");
  }

  /**
   * The segments of each message; what is wrong within one is said when it is parsed.
   *
   * @throws OrderException if the file is cut off or begins with something else
   */
  static List<List<byte[]>> messages(byte[] bytes) {
    List<List<byte[]>> messages = new ArrayList<>();
    int open = 0;
    for (byte[] line : lines(bytes)) {
      switch (name(line)) {
        case "FHS", "BHS" -> open++;
        case "FTS", "BTS" -> open--;
        case "MSH" -> messages.add(new ArrayList<>(List.of(line)));
        default -> {
          if (messages.isEmpty()) {
            throw new OrderException("begins with another segment (expected: MSH, FHS or BHS)");
          }
          messages.get(messages.size() - 1).add(line);
        }
      }
    }
    if (open > 0) {
      throw new OrderException("a batch without its end (expected: BTS, and FTS after FHS)");
    }
    if (messages.isEmpty()) {
      throw new OrderException("no message (expected: MSH)");
    }
    return messages;
  }

  private static String name(byte[] line) {
    return new String(line, 0, Math.min(3, line.length), StandardCharsets.ISO_8859_1);
  }

  private static List<byte[]> lines(byte[] bytes) {
    List<byte[]> lines = new ArrayList<>();
    int start = hasMark(bytes) ? 3 : 0;
    for (int i = start; i <= bytes.length; i++) {
      if (i == bytes.length || endsLine(bytes[i])) {
        if (!isBlank(bytes, start, i)) {
          lines.add(Arrays.copyOfRange(bytes, start, i));
          if (lines.size() > MAX_SEGMENTS) {
            throw new OrderException("too many segments (expected: <= " + MAX_SEGMENTS + ")");
          }
        }
        start = i + 1;
      }
    }
    return lines;
  }

  private static boolean hasMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }

  private static boolean endsLine(byte b) {
    return b == '\r' || b == '\n' || b == START_OF_BLOCK || b == END_OF_BLOCK;
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t') {
        return false;
      }
    }
    return true;
  }
}
