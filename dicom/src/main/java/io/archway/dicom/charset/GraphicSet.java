package io.archway.dicom.charset;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * One coded graphic set of ISO 2022: 94 or 96 codes, or 94 x 94, with the bytes that designate it.
 * Codes are 7-bit (0x20 to 0x7F) whichever half they are invoked into. Immutable but for lazy
 * tables that are safe to race.
 *
 * <pre>
 *   ESC ( F    94 codes into G0        ESC $ F, ESC $ ( F   94 x 94 codes into G0
 *   ESC ) F    94 codes into G1        ESC $ ) F            94 x 94 codes into G1
 *   ESC - F    96 codes into G1
 * </pre>
 */
enum GraphicSet {
  ASCII("US-ASCII", Form.LOW, Slot.G0, "(B"),
  JIS_X_0201_ROMAN("JIS_X0201", Form.LOW, Slot.G0, "(J"),
  JIS_X_0201_KATAKANA("JIS_X0201", Form.HIGH, Slot.G1, ")I"),
  LATIN_1("ISO-8859-1", Form.HIGH, Slot.G1, "-A"),
  LATIN_2("ISO-8859-2", Form.HIGH, Slot.G1, "-B"),
  LATIN_3("ISO-8859-3", Form.HIGH, Slot.G1, "-C"),
  LATIN_4("ISO-8859-4", Form.HIGH, Slot.G1, "-D"),
  LATIN_5("ISO-8859-9", Form.HIGH, Slot.G1, "-M"),
  LATIN_9("ISO-8859-15", Form.HIGH, Slot.G1, "-b"),
  CYRILLIC("ISO-8859-5", Form.HIGH, Slot.G1, "-L"),
  ARABIC("ISO-8859-6", Form.HIGH, Slot.G1, "-G"),
  GREEK("ISO-8859-7", Form.HIGH, Slot.G1, "-F"),
  HEBREW("ISO-8859-8", Form.HIGH, Slot.G1, "-H"),
  THAI("TIS-620", Form.HIGH, Slot.G1, "-T"),
  JIS_X_0208("x-JIS0208", Form.LOW_PAIR, Slot.G0, "$B"),
  JIS_X_0212("JIS_X0212-1990", Form.LOW_PAIR, Slot.G0, "$(D"),
  KS_X_1001("EUC-KR", Form.HIGH_PAIR, Slot.G1, "$)C"),
  GB_2312("GB2312", Form.HIGH_PAIR, Slot.G1, "$)A");

  static final char UNDEFINED = 0;

  /** Where a set is invoked: G0 is bytes below 0x80, G1 those from 0xA0. */
  enum Slot {
    G0,
    G1;

    static final char ESC = 0x1B;
  }

  /** How the code table of the Java charset spells a code: high bit set or not, one byte or two. */
  private enum Form {
    LOW,
    HIGH,
    LOW_PAIR,
    HIGH_PAIR;

    boolean isPair() {
      return this == LOW_PAIR || this == HIGH_PAIR;
    }

    int highBit() {
      return this == HIGH || this == HIGH_PAIR ? 0x80 : 0;
    }
  }

  private final String charsetName;
  private final Form form;
  private final Slot slot;
  private final String escape;
  private volatile char[] characters;
  private volatile char[] codes;

  GraphicSet(String charsetName, Form form, Slot slot, String escape) {
    this.charsetName = charsetName;
    this.form = form;
    this.slot = slot;
    this.escape = escape;
  }

  Slot slot() {
    return slot;
  }

  /** The designating sequence that the standard prescribes, without its ESC. */
  String escape() {
    return escape;
  }

  boolean isPair() {
    return form.isPair();
  }

  /** The character of a single-byte code (7-bit), or {@link #UNDEFINED}. */
  char character(int code) {
    return characters()[code - 0x20];
  }

  /** The character of a double-byte code (7-bit each), or {@link #UNDEFINED}. */
  char character(int row, int cell) {
    boolean inside = row >= 0x21 && row <= 0x7E && cell >= 0x21 && cell <= 0x7E;
    return inside ? characters()[(row - 0x21) * 94 + cell - 0x21] : UNDEFINED;
  }

  /** The 7-bit code of a character (row in the upper byte of a pair), or 0 when it has none. */
  int code(char c) {
    return codes()[c];
  }

  private char[] characters() {
    char[] table = characters;
    if (table == null) {
      table = isPair() ? pairs() : singles();
      characters = table;
    }
    return table;
  }

  private char[] codes() {
    char[] table = codes;
    if (table == null) {
      table = inverse(characters());
      codes = table;
    }
    return table;
  }

  private char[] inverse(char[] from) {
    char[] to = new char[0x10000];
    for (int i = from.length - 1; i >= 0; i--) {
      if (from[i] != UNDEFINED) {
        to[from[i]] = (char) (isPair() ? (i / 94 + 0x21) << 8 | i % 94 + 0x21 : i + 0x20);
      }
    }
    return to;
  }

  private char[] singles() {
    char[] table = new char[96];
    CharsetDecoder decoder = Charset.forName(charsetName).newDecoder();
    for (int i = 0; i < table.length; i++) {
      table[i] = decode(decoder, (byte) (i + 0x20 | form.highBit()));
    }
    table[95] = form == Form.LOW ? UNDEFINED : table[95];
    if (this == JIS_X_0201_ROMAN) {
      // Java gives these two codes their meaning in ASCII.
      table['\\' - 0x20] = '\u00A5';
      table['~' - 0x20] = '\u203E';
    }
    return table;
  }

  private char[] pairs() {
    char[] table = new char[94 * 94];
    CharsetDecoder decoder = Charset.forName(charsetName).newDecoder();
    for (int i = 0; i < table.length; i++) {
      int row = i / 94 + 0x21 | form.highBit();
      int cell = i % 94 + 0x21 | form.highBit();
      table[i] = decode(decoder, (byte) row, (byte) cell);
    }
    return table;
  }

  private static char decode(CharsetDecoder decoder, byte... code) {
    CharBuffer out = CharBuffer.allocate(2);
    decoder.onMalformedInput(CodingErrorAction.REPORT);
    decoder.onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult result = decoder.reset().decode(ByteBuffer.wrap(code), out, true);
    boolean one = result.isUnderflow() && out.position() == 1 && out.get(0) != '\uFFFD';
    return one ? out.get(0) : UNDEFINED;
  }
}
