package io.archway.dicom.charset;

import static io.archway.dicom.charset.TextOddity.MISSING_ESCAPE;
import static io.archway.dicom.charset.TextOddity.UNDECLARED_ESCAPE;
import static io.archway.dicom.charset.TextOddity.UNDECODABLE_BYTES;
import static io.archway.dicom.charset.TextOddity.UNKNOWN_ESCAPE;

import io.archway.dicom.charset.GraphicSet.Slot;
import java.util.EnumSet;
import java.util.Set;

/**
 * Decodes one value with code extensions (PS3.5 6.1.2.5): graphic sets designated to G0 and G1 by
 * escape sequences, back to the first character set at delimiters and control characters. Sets
 * without code extensions are the case in which no escape sequence occurs. Used once, by one
 * thread.
 *
 * <p>An undecodable byte becomes one U+FFFD; so does an ESC that starts no known sequence.
 */
final class Iso2022Decoder {
  private static final char REPLACEMENT = '\uFFFD';

  private final GraphicSet firstLow;
  private final GraphicSet firstHigh;
  private final GraphicSet unannouncedHigh;
  private final Set<GraphicSet> declared;
  private final TextKind kind;
  private final StringBuilder out;
  private final Set<TextOddity> oddities = EnumSet.noneOf(TextOddity.class);
  private GraphicSet low;
  private GraphicSet high;

  /**
   * @param unannouncedHigh what bytes of the upper half mean while nothing is designated to G1
   */
  Iso2022Decoder(
      Repertoire first, GraphicSet unannouncedHigh, Set<GraphicSet> declared, TextKind kind) {
    this.firstLow = first.low();
    this.firstHigh = first.high();
    this.unannouncedHigh = unannouncedHigh;
    this.declared = declared;
    this.kind = kind;
    this.out = new StringBuilder();
    reset();
  }

  DecodedText decode(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (at < end) {
      int b = bytes[at] & 0xFF;
      if (b == Slot.ESC) {
        at += escape(bytes, at, end);
      } else if (b <= ' ') {
        at += control((char) b);
      } else if (b < 0x80) {
        at += graphic(low, bytes, at, end);
      } else if (b < 0xA0) {
        at += undecodable();
      } else {
        at += graphic(high(), bytes, at, end);
      }
    }
    return new DecodedText(out.toString(), oddities);
  }

  private int escape(byte[] bytes, int at, int end) {
    Designation designation = Designation.at(bytes, at, end);
    if (designation == null) {
      oddities.add(UNKNOWN_ESCAPE);
      return undecodable();
    }
    if (!declared.contains(designation.set())) {
      oddities.add(UNDECLARED_ESCAPE);
    }
    if (designation.slot() == Slot.G0) {
      low = designation.set();
    } else {
      high = designation.set();
    }
    return designation.lengthBytes();
  }

  private int control(char c) {
    out.append(c);
    if (kind.resetsAt(c)) {
      reset();
    }
    return 1;
  }

  private int graphic(GraphicSet set, byte[] bytes, int at, int end) {
    if (set == null) {
      return undecodable();
    }
    return set.isPair() ? pair(set, bytes, at, end) : single(set, bytes[at] & 0x7F);
  }

  private int single(GraphicSet set, int code) {
    char divider = (char) code;
    if (set.slot() == Slot.G0 && kind.divides(divider)) {
      // In JIS X 0201 the code of the backslash is a yen sign; as a delimiter it stays one.
      out.append(divider);
      reset();
      return 1;
    }
    char c = code == 0x7F && set.slot() == Slot.G0 ? 0x7F : set.character(code);
    if (c == GraphicSet.UNDEFINED) {
      return undecodable();
    }
    out.append(c);
    return 1;
  }

  private int pair(GraphicSet set, byte[] bytes, int at, int end) {
    int half = bytes[at] & 0x80;
    if (at + 1 == end || (bytes[at + 1] & 0x80) != half) {
      return undecodable();
    }
    char c = set.character(bytes[at] & 0x7F, bytes[at + 1] & 0x7F);
    if (c == GraphicSet.UNDEFINED) {
      return undecodable();
    }
    out.append(c);
    return 2;
  }

  private GraphicSet high() {
    if (high == null && unannouncedHigh != null) {
      oddities.add(MISSING_ESCAPE);
      return unannouncedHigh;
    }
    return high;
  }

  private int undecodable() {
    oddities.add(UNDECODABLE_BYTES);
    out.append(REPLACEMENT);
    return 1;
  }

  private void reset() {
    low = firstLow;
    high = firstHigh;
  }
}
