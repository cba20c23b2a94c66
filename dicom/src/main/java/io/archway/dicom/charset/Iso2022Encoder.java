package io.archway.dicom.charset;

import io.archway.dicom.charset.GraphicSet.Slot;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * Encodes one value with code extensions (PS3.5 6.1.2.5): designates the first declared set that
 * has a character, only when the active ones have not, and returns to the first character set
 * before delimiters, control characters and the end. Used once, by one thread.
 */
final class Iso2022Encoder {
  private final GraphicSet firstLow;
  private final GraphicSet firstHigh;
  private final Collection<GraphicSet> declared;
  private final TextKind kind;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private GraphicSet low;
  private GraphicSet high;

  Iso2022Encoder(Repertoire first, Collection<GraphicSet> declared, TextKind kind) {
    this.firstLow = first.low();
    this.firstHigh = first.high();
    this.declared = declared;
    this.kind = kind;
    this.low = firstLow;
    this.high = firstHigh;
  }

  /** The bytes, or null when a character is in none of the declared sets. */
  byte[] encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == 0x7F || kind.divides(c)) {
        if (!plain(c)) {
          return null;
        }
      } else if (!inActiveSet(c) && !(designate(c) && inActiveSet(c))) {
        return null;
      }
    }
    returnToFirst();
    return out.toByteArray();
  }

  /** A character with the same code in every first set. An ESC would start a sequence. */
  private boolean plain(char c) {
    if (kind.resetsAt(c)) {
      returnToFirst();
      high = firstHigh;
    } else if (low.isPair()) {
      returnToFirst();
    }
    out.write(c);
    return c != Slot.ESC;
  }

  private boolean inActiveSet(char c) {
    return write(low, c, 0) || write(high, c, 0x80);
  }

  private boolean write(GraphicSet set, char c, int half) {
    int code = set == null ? 0 : set.code(c);
    if (code == 0 || !usable(set, code)) {
      return false;
    }
    if (set.isPair()) {
      out.write(code >> 8 | half);
    }
    out.write(code & 0xFF | half);
    return true;
  }

  /** The yen sign of JIS X 0201 has the code of the delimiter between values. */
  private boolean usable(GraphicSet set, int code) {
    return set.slot() == Slot.G1 || set.isPair() || !kind.divides((char) code);
  }

  private boolean designate(char c) {
    for (GraphicSet set : declared) {
      int code = set.code(c);
      if (code != 0 && usable(set, code)) {
        activate(set);
        return true;
      }
    }
    return false;
  }

  private void activate(GraphicSet set) {
    out.write(Slot.ESC);
    out.writeBytes(set.escape().getBytes(StandardCharsets.US_ASCII));
    if (set.slot() == Slot.G0) {
      low = set;
    } else {
      high = set;
    }
  }

  private void returnToFirst() {
    if (low != firstLow) {
      activate(firstLow);
    }
  }
}
