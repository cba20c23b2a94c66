package io.archway.dicom.charset;

import java.nio.charset.Charset;

/**
 * The character sets of PS3.3 C.12.1.1.2, tables C.12-2 to C.12-5, each with its defined terms: one
 * without code extensions, one with ("ISO 2022 ..."), or both. The last argument names the encoding
 * that senders mean when the bytes are impossible in what they declare.
 */
enum Repertoire {
  IR_6("ISO_IR 6", "ISO 2022 IR 6", OtherReading.WINDOWS_1252, GraphicSet.ASCII, null),
  IR_100("ISO_IR 100", "ISO 2022 IR 100", OtherReading.WINDOWS_1252, GraphicSet.LATIN_1),
  IR_101("ISO_IR 101", "ISO 2022 IR 101", GraphicSet.LATIN_2),
  IR_109("ISO_IR 109", "ISO 2022 IR 109", GraphicSet.LATIN_3),
  IR_110("ISO_IR 110", "ISO 2022 IR 110", GraphicSet.LATIN_4),
  IR_144("ISO_IR 144", "ISO 2022 IR 144", GraphicSet.CYRILLIC),
  IR_127("ISO_IR 127", "ISO 2022 IR 127", GraphicSet.ARABIC),
  IR_126("ISO_IR 126", "ISO 2022 IR 126", GraphicSet.GREEK),
  IR_138("ISO_IR 138", "ISO 2022 IR 138", GraphicSet.HEBREW),
  IR_148("ISO_IR 148", "ISO 2022 IR 148", GraphicSet.LATIN_5),
  IR_203("ISO_IR 203", "ISO 2022 IR 203", GraphicSet.LATIN_9),
  IR_13(
      "ISO_IR 13",
      "ISO 2022 IR 13",
      OtherReading.SHIFT_JIS,
      GraphicSet.JIS_X_0201_ROMAN,
      GraphicSet.JIS_X_0201_KATAKANA),
  IR_166("ISO_IR 166", "ISO 2022 IR 166", GraphicSet.THAI),
  IR_87(null, "ISO 2022 IR 87", OtherReading.SHIFT_JIS, GraphicSet.JIS_X_0208, null),
  IR_159(null, "ISO 2022 IR 159", null, GraphicSet.JIS_X_0212, null),
  IR_149(null, "ISO 2022 IR 149", OtherReading.MS949, GraphicSet.KS_X_1001),
  IR_58(null, "ISO 2022 IR 58", OtherReading.GB18030, GraphicSet.GB_2312),
  IR_192("ISO_IR 192", "UTF-8", OtherReading.WINDOWS_1252),
  GB18030("GB18030", "GB18030", (OtherReading) null),
  GBK("GBK", "GBK", OtherReading.GB18030);

  private final String term;
  private final String extendedTerm;
  private final OtherReading otherwise;
  private final GraphicSet low;
  private final GraphicSet high;
  private final Charset standAlone;

  Repertoire(String term, String extendedTerm, GraphicSet high) {
    this(term, extendedTerm, null, high);
  }

  Repertoire(String term, String extendedTerm, OtherReading otherwise, GraphicSet high) {
    this(term, extendedTerm, otherwise, GraphicSet.ASCII, high);
  }

  Repertoire(
      String term, String extendedTerm, OtherReading otherwise, GraphicSet low, GraphicSet high) {
    this.term = term;
    this.extendedTerm = extendedTerm;
    this.otherwise = otherwise;
    this.low = low;
    this.high = high;
    this.standAlone = null;
  }

  /** A set that code extensions cannot be combined with (table C.12-5). */
  Repertoire(String term, String charsetName, OtherReading otherwise) {
    this.term = term;
    this.extendedTerm = null;
    this.otherwise = otherwise;
    this.low = null;
    this.high = null;
    this.standAlone = Charset.forName(charsetName);
  }

  /** The defined term without code extensions, or null when there is none. */
  String term() {
    return term;
  }

  /** The defined term with code extensions, or null when there is none. */
  String extendedTerm() {
    return extendedTerm;
  }

  OtherReading otherwise() {
    return otherwise;
  }

  /** What bytes below 0x80 mean, or null for a stand-alone set. */
  GraphicSet low() {
    return low;
  }

  /** What bytes from 0xA0 mean, or null. */
  GraphicSet high() {
    return high;
  }

  /** The encoding of a set that stands alone, or null. */
  Charset standAlone() {
    return standAlone;
  }

  /** Whether the set can be the first: initially active in G0 and G1. */
  boolean canBeFirst() {
    return term != null;
  }
}
