package io.archway.dicom.dump;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads the text that DCMTK's dcmdump writes and dump2dcm reads: an element a line, as {@code
 * (gggg,eeee) VR value # comment}, in any order; sequences and items end with their delimiters,
 * whatever length was declared. The meta group is passed over. Text stays in the bytes of the file,
 * to be read by (0008,0005), wherever that stands. One use.
 */
public final class DumpReader {
  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_END = 0xFFFEE00D;
  private static final int SEQUENCE_END = 0xFFFEE0DD;
  private static final int PIXEL_DATA = 0x7FE00010;
  private static final int HEAD_BYTES = 4_096;
  private static final String UTF_8_MARK = "\u00EF\u00BB\u00BF";

  /** A data set or sequence that has not ended. {@code items} is null for a data set. */
  private record Open(int tag, int line, DataSet dataSet, List<DataSet> items) {}

  private final String text;
  private final ParseLimits limits;
  private final Deque<Open> open = new ArrayDeque<>();
  private int position;
  private int line;
  private int elements;

  private DumpReader(String text, ParseLimits limits) {
    this.text = text;
    this.limits = limits;
  }

  /**
   * @throws DumpParseException if it is no dump, or asks more than the limits allow
   */
  public static DataSet read(byte[] bytes, ParseLimits limits) {
    return new DumpReader(text(bytes, bytes.length), limits).read();
  }

  /** Whether these may be the first bytes of a dump: a tag or a comment after blanks. */
  public static boolean looksLikeDump(byte[] bytes) {
    String head = text(bytes, Math.min(bytes.length, HEAD_BYTES)).stripLeading();
    return head.startsWith("(") || head.startsWith("#");
  }

  private static String text(byte[] bytes, int length) {
    String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    return text.startsWith(UTF_8_MARK) ? text.substring(UTF_8_MARK.length()) : text;
  }

  private DataSet read() {
    open.push(new Open(0, 1, new DataSet(), null));
    while (position < text.length()) {
      String next = nextLine().strip();
      if (!next.isEmpty() && next.charAt(0) != '#') {
        accept(DumpLine.parse(next, line));
      }
    }
    Open last = open.pop();
    if (!open.isEmpty()) {
      throw new DumpParseException(
          last.line, Tag.toString(last.tag) + " has no end (expected: its delimitation item)");
    }
    return last.dataSet;
  }

  private String nextLine() {
    int end = text.indexOf('\n', position);
    String next = text.substring(position, end < 0 ? text.length() : end);
    position = end < 0 ? text.length() : end + 1;
    line++;
    return next.endsWith("\r") ? next.substring(0, next.length() - 1) : next;
  }

  private void accept(DumpLine line) {
    if (++elements > limits.maxElements()) {
      throw line.problem("too many elements (expected: <= " + limits.maxElements() + ")");
    }
    if (Tag.group(line.tag()) == 2) {
      return;
    }
    switch (line.tag()) {
      case ITEM -> beginItem(line);
      case ITEM_END -> endItem(line);
      case SEQUENCE_END -> endSequence(line);
      default -> element(line);
    }
  }

  private void beginItem(DumpLine line) {
    if (open.peek().items == null) {
      throw line.problem("an item outside of a sequence (expected: SQ before it)");
    }
    push(line, new DataSet(), null);
  }

  private void endItem(DumpLine line) {
    if (open.size() < 2 || open.peek().items != null) {
      throw line.problem("an end of an item that has not begun (expected: (fffe,e000) before it)");
    }
    DataSet item = open.pop().dataSet;
    open.peek().items.add(item);
  }

  private void endSequence(DumpLine line) {
    if (open.peek().items == null) {
      throw line.problem("an end of a sequence that has not begun, or whose item has not ended");
    }
    Open sequence = open.pop();
    open.peek().dataSet.putItems(sequence.tag, sequence.items);
  }

  private void element(DumpLine line) {
    if (open.peek().items != null) {
      throw line.problem(Tag.toString(line.tag()) + " between items (expected: (fffe,e000))");
    }
    if (line.vr() == Vr.SQ) {
      push(line, null, new ArrayList<>());
    } else if (line.tag() == PIXEL_DATA) {
      throw line.problem("pixel data (expected: none in a dump)");
    } else {
      line.put(value(line), open.peek().dataSet);
    }
  }

  private void push(DumpLine line, DataSet dataSet, List<DataSet> items) {
    if (open.size() > 2 * limits.maxDepth()) {
      throw line.problem("sequences inside each other (expected: <= " + limits.maxDepth() + ")");
    }
    open.push(new Open(line.tag(), line.number(), dataSet, items));
  }

  /** What stands after tag and VR; a value in brackets may go on over lines up to its end. */
  private String value(DumpLine line) {
    String rest = line.rest();
    if (!rest.startsWith("[") || rest.indexOf(']') > 0) {
      return bounded(line, rest);
    }
    StringBuilder whole = new StringBuilder(rest);
    while (position < text.length() && !DumpLine.begins(text, position)) {
      String more = nextLine();
      whole.append("\r\n").append(more);
      bounded(line, whole);
      if (more.indexOf(']') >= 0) {
        return whole.toString();
      }
    }
    throw line.problem("a value without its end (expected: ], as dcmdump +L writes it)");
  }

  private <T extends CharSequence> T bounded(DumpLine line, T text) {
    if (text.length() > limits.maxValueBytes()) {
      throw line.problem(
          "value: %d characters (expected: <= %d)"
              .formatted(text.length(), limits.maxValueBytes()));
    }
    return text;
  }
}
