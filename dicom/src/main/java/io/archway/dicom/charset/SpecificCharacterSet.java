package io.archway.dicom.charset;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The character sets a data set declares in Specific Character Set (0008,0005): decodes and encodes
 * its text (PS3.3 C.12.1.1.2, PS3.5 6.1). Immutable.
 *
 * <p>Decoding never fails and takes the declaration at its word wherever the bytes are possible in
 * it, with one exception: under ISO_IR 100 alone a value of ASCII and UTF-8 letters is UTF-8, since
 * in Latin 1 each of its accented capitals would be followed by a symbol. A value with bytes that
 * are not possible is read otherwise, and only as a whole: as UTF-8 if it is valid UTF-8, else in
 * the encoding that senders of that declaration are known for (Windows-1252 for none, ISO_IR 100 or
 * ISO_IR 192; Shift-JIS, MS949, GB18030 for the Japanese, Korean and Chinese sets). What still has
 * no meaning becomes U+FFFD; the bytes stay in the data set.
 */
public final class SpecificCharacterSet {
  /** No Specific Character Set at all: the default repertoire. */
  public static final SpecificCharacterSet ASCII =
      new SpecificCharacterSet(List.of(Repertoire.IR_6), List.of());

  public static final SpecificCharacterSet UTF_8 =
      new SpecificCharacterSet(List.of(Repertoire.IR_192), List.of());

  private static final List<Repertoire> LATIN_1 = List.of(Repertoire.IR_100);

  private final List<Repertoire> repertoires;
  private final List<String> warnings;
  private final Set<GraphicSet> graphicSets;

  private SpecificCharacterSet(List<Repertoire> repertoires, List<String> warnings) {
    this.repertoires = repertoires;
    this.warnings = warnings;
    this.graphicSets = graphicSets(repertoires);
  }

  /** The values of (0008,0005), correct or not; {@link #warnings()} tells what was odd. */
  public static SpecificCharacterSet of(String... definedTerms) {
    return of(List.of(definedTerms));
  }

  public static SpecificCharacterSet of(List<String> definedTerms) {
    Declaration declaration = Declaration.parse(definedTerms);
    if (declaration.warnings().isEmpty()) {
      if (declaration.repertoires().equals(ASCII.repertoires)) {
        return ASCII;
      }
      if (declaration.repertoires().equals(UTF_8.repertoires)) {
        return UTF_8;
      }
    }
    return new SpecificCharacterSet(declaration.repertoires(), declaration.warnings());
  }

  /** What was odd about the declaration: value, expectation. Empty if it was correct. */
  public List<String> warnings() {
    return warnings;
  }

  /** The values to write to (0008,0005), correctly spelled; none for the default repertoire. */
  public List<String> definedTerms() {
    if (repertoires.size() > 1) {
      return repertoires.stream().map(Repertoire::extendedTerm).toList();
    }
    return repertoires.get(0) == Repertoire.IR_6 ? List.of() : List.of(repertoires.get(0).term());
  }

  /** The text of one element's value field; padding and delimiters are kept. */
  public String decode(byte[] bytes, int offset, int length, TextKind kind) {
    return read(bytes, offset, length, kind).text();
  }

  public String decode(byte[] bytes, TextKind kind) {
    return decode(bytes, 0, bytes.length, kind);
  }

  /** As {@link #decode}, telling what was odd. */
  public DecodedText read(byte[] bytes, int offset, int length, TextKind kind) {
    if (isPlain(bytes, offset, length)) {
      return new DecodedText(
          new String(bytes, offset, length, StandardCharsets.ISO_8859_1), Set.of());
    }
    if (repertoires.equals(LATIN_1)) {
      String text = strictly(StandardCharsets.UTF_8, bytes, offset, length);
      if (text != null && text.chars().allMatch(SpecificCharacterSet::isAsciiOrLikelyLetter)) {
        return new DecodedText(text, Set.of(TextOddity.READ_AS_UTF_8));
      }
    }
    DecodedText asDeclared = readAsDeclared(bytes, offset, length, kind);
    boolean possible = !asDeclared.oddities().contains(TextOddity.UNDECODABLE_BYTES);
    if (possible || !mayBeOtherwise(asDeclared.text(), bytes, offset, length)) {
      return asDeclared;
    }
    for (OtherReading reading : otherReadings()) {
      String text = strictly(reading.charset(), bytes, offset, length);
      if (text != null) {
        return new DecodedText(text, Set.of(reading.oddity()));
      }
    }
    return asDeclared;
  }

  /**
   * The bytes of a value field without padding. Delimiters in the text stay delimiters.
   *
   * @throws IllegalArgumentException when {@link #canEncode} is false
   */
  public byte[] encode(String text, TextKind kind) {
    byte[] bytes = encodeOrNull(text, kind);
    if (bytes == null) {
      throw new IllegalArgumentException(
          "text: characters outside the character set (expected: only those of " + this + ")");
    }
    return bytes;
  }

  public boolean canEncode(String text, TextKind kind) {
    return encodeOrNull(text, kind) != null;
  }

  private byte[] encodeOrNull(String text, TextKind kind) {
    if (isPlain(text)) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
    Charset standAlone = first().standAlone();
    if (standAlone == null) {
      return new Iso2022Encoder(first(), graphicSets, kind).encode(text);
    }
    try {
      ByteBuffer buffer = standAlone.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Most values: nothing but ASCII, where the first set agrees with it. */
  private boolean isPlain(byte[] bytes, int offset, int length) {
    boolean roman = first().low() == GraphicSet.JIS_X_0201_ROMAN;
    for (int i = offset; i < offset + length; i++) {
      byte b = bytes[i];
      if (b < 0 || b == GraphicSet.Slot.ESC || roman && (b == '\\' || b == '~')) {
        return false;
      }
    }
    return true;
  }

  /** Most texts, too. */
  private boolean isPlain(String text) {
    if (first().standAlone() == null && first().low() != GraphicSet.ASCII) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || c == GraphicSet.Slot.ESC) {
        return false;
      }
    }
    return true;
  }

  private DecodedText readAsDeclared(byte[] bytes, int offset, int length, TextKind kind) {
    Charset standAlone = first().standAlone();
    if (standAlone == null) {
      return new Iso2022Decoder(first(), unannouncedHigh(), graphicSets, kind)
          .decode(bytes, offset, length);
    }
    String text = strictly(standAlone, bytes, offset, length);
    return text != null
        ? new DecodedText(text, Set.of())
        : new DecodedText(
            new String(bytes, offset, length, standAlone), Set.of(TextOddity.UNDECODABLE_BYTES));
  }

  /**
   * Escape sequences prove code extensions, and one good multi-byte character proves UTF-8, however
   * damaged the rest is.
   */
  private boolean mayBeOtherwise(String asDeclared, byte[] bytes, int offset, int length) {
    if (first() == Repertoire.IR_192) {
      return asDeclared.chars().noneMatch(c -> c >= 0x80 && c != 0xFFFD);
    }
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == GraphicSet.Slot.ESC) {
        return false;
      }
    }
    return true;
  }

  /**
   * Not the symbols of U+0080 to U+00BF, nor what the UTF-8 bytes C6 to CD start: no language of
   * the senders is written with it, so that Latin 1 is the likelier reading.
   */
  private static boolean isAsciiOrLikelyLetter(int c) {
    boolean unlikely = c >= 0x80 && c < 0xC0 || c >= 0x180 && c < 0x384;
    return c < 0x80 && c != GraphicSet.Slot.ESC
        || c >= 0x80 && !unlikely && (Character.isLetter(c) || Character.isSurrogate((char) c));
  }

  private Collection<OtherReading> otherReadings() {
    Collection<OtherReading> readings = new LinkedHashSet<>();
    readings.add(OtherReading.UTF_8);
    for (int i = repertoires.size() - 1; i >= 0; i--) {
      if (repertoires.get(i).otherwise() != null) {
        readings.add(repertoires.get(i).otherwise());
      }
    }
    return readings;
  }

  private static String strictly(Charset charset, byte[] bytes, int offset, int length) {
    try {
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, offset, length))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private GraphicSet unannouncedHigh() {
    return repertoires.stream()
        .map(Repertoire::high)
        .filter(set -> set != null)
        .findFirst()
        .orElse(null);
  }

  private Repertoire first() {
    return repertoires.get(0);
  }

  private static Set<GraphicSet> graphicSets(List<Repertoire> repertoires) {
    List<GraphicSet> sets = new ArrayList<>();
    for (Repertoire repertoire : repertoires) {
      sets.add(repertoire.low());
      sets.add(repertoire.high());
    }
    sets.removeIf(set -> set == null);
    return new LinkedHashSet<>(sets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SpecificCharacterSet set && repertoires.equals(set.repertoires);
  }

  @Override
  public int hashCode() {
    return repertoires.hashCode();
  }

  @Override
  public String toString() {
    return repertoires.equals(ASCII.repertoires) ? "ISO_IR 6" : String.join("\\", definedTerms());
  }
}
