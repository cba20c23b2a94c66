package io.archway.dicom.charset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are not what the data set declares. */
class OddTextTest {
  @ParameterizedTest
  @CsvSource({
    "'', UTF-8, Müller^Zoë, READ_AS_UTF_8",
    "'', UTF-8, 山田, READ_AS_UTF_8",
    "'', windows-1252, Müller^Zoë, READ_AS_WINDOWS_1252",
    "'', windows-1252, 5 € – “ok”, READ_AS_WINDOWS_1252",
    "ISO_IR 100, UTF-8, 山田, READ_AS_UTF_8",
    "ISO_IR 100, UTF-8, Łukasz, READ_AS_UTF_8",
    "ISO_IR 100, windows-1252, 5 €, READ_AS_WINDOWS_1252",
    "ISO_IR 144, UTF-8, Иванов, READ_AS_UTF_8",
    "ISO_IR 192, windows-1252, Müller, READ_AS_WINDOWS_1252",
    "ISO_IR 192, windows-1252, René, READ_AS_WINDOWS_1252",
    "ISO_IR 13, windows-31j, 山田^太郎, READ_AS_SHIFT_JIS",
    "\\ISO 2022 IR 87, windows-31j, 山田^太郎, READ_AS_SHIFT_JIS",
    "\\ISO 2022 IR 149, x-windows-949, 똠방각하, READ_AS_MS949",
    "\\ISO 2022 IR 58, GB18030, 朱镕基, READ_AS_GB18030",
    "GBK, UTF-8, 山, READ_AS_UTF_8",
    "nonsense, UTF-8, Zoë, READ_AS_UTF_8"
  })
  void readsTheWholeValueOtherwiseWhenTheDeclarationIsImpossible(
      String terms, String encoding, String text, TextOddity oddity) {
    byte[] bytes = text.getBytes(Charset.forName(encoding));
    DecodedText decoded = read(terms, bytes, TextKind.PERSON_NAME);
    assertThat(decoded.text()).isEqualTo(text);
    assertThat(decoded.oddities()).containsExactly(oddity);
  }

  @Test
  void takesTheDeclarationAtItsWordWhereTheBytesArePossible() {
    byte[] utf8 = "Müller".getBytes(StandardCharsets.UTF_8);
    DecodedText decoded = read("ISO_IR 101", utf8, TextKind.PERSON_NAME);
    assertThat(decoded.text()).isEqualTo("MĂźller");
    assertThat(decoded.oddities()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Müller^Zoë", "Łódź", "Пётр", "山田", "Ωμέγα"})
  void lettersOfUtf8UnderLatin1AreUtf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    DecodedText decoded = read("ISO_IR 100", bytes, TextKind.PERSON_NAME);
    assertThat(decoded.text()).isEqualTo(text);
    assertThat(decoded.oddities()).containsExactly(TextOddity.READ_AS_UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CAFÉ»", "Â°", "Müller", "1º Ñandú", "É¼", "ÀÈ§"})
  void otherValuesUnderLatin1AreLatin1(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    DecodedText decoded = read("ISO_IR 100", bytes, TextKind.VALUES);
    assertThat(decoded.text()).isEqualTo(text);
    assertThat(decoded.oddities()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // The reverse solidus of a value delimiter is the second byte of these characters.
    "GB18030, 815C 5C 41, 乗\\A",
    "GBK, 815C 5C 955C, 乗\\昞",
    "ISO_IR 13, 955C 5C 5C41, 表\\\\A",
    "\\ISO 2022 IR 87, 1B2442 5C5C 1B2842 5C 41, 樛\\A",
    "\\ISO 2022 IR 87, 1B2442 3D5E 1B2842 5C 41, 殉\\A"
  })
  void aBackslashInsideACharacterDividesNothing(String terms, String hex, String text) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(read(terms, bytes, TextKind.VALUES).text()).isEqualTo(text);
  }

  @Test
  void theYenSignOfJisIsADelimiterOnlyWhereValuesAreDelimited() {
    byte[] bytes = {'A', 0x5C, 'B', 0x7E};
    assertThat(read("ISO_IR 13", bytes, TextKind.VALUES).text()).isEqualTo("A\\B\u203E");
    assertThat(read("ISO_IR 13", bytes, TextKind.TEXT).text()).isEqualTo("A\u00A5B\u203E");
    SpecificCharacterSet set = SpecificCharacterSet.of("ISO_IR 13");
    assertThat(set.canEncode("\u00A5", TextKind.VALUES)).isFalse();
    assertThat(set.encode("A\u00A5B", TextKind.TEXT)).containsExactly('A', 0x5C, 'B');
  }

  @Test
  void aBackslashInTextResetsNothing() {
    byte[] bytes = HexFormat.of().parseHex("1B2D4CBB5CBB0ABB");
    String terms = "ISO 2022 IR 100\\ISO 2022 IR 144";
    assertThat(read(terms, bytes, TextKind.TEXT).text()).isEqualTo("Л\\Л\n»");
    assertThat(read(terms, bytes, TextKind.VALUES).text()).isEqualTo("Л\\»\n»");
  }

  @Test
  void undecodableBytesAreEachOneReplacementCharacter() {
    byte[] bytes = HexFormat.of().parseHex("41AEFF42");
    DecodedText decoded = read("ISO_IR 126", bytes, TextKind.VALUES);
    assertThat(decoded.text()).isEqualTo("A\uFFFD\uFFFDB");
    assertThat(decoded.oddities()).containsExactly(TextOddity.UNDECODABLE_BYTES);
  }

  @Test
  void aDamagedUtf8ValueKeepsItsGoodCharacters() {
    byte[] cut = HexFormat.of().parseHex("E5B1B1E794B0E5A4");
    DecodedText decoded = read("ISO_IR 192", cut, TextKind.VALUES);
    assertThat(decoded.text()).startsWith("山田\uFFFD");
    assertThat(decoded.oddities()).containsExactly(TextOddity.UNDECODABLE_BYTES);
  }

  @ParameterizedTest
  @CsvSource({
    "411B, A\uFFFD",
    "411B24, A\uFFFD$",
    "411B2429, A\uFFFD$)",
    "411B28, A\uFFFD(",
    "411B2D5A, A\uFFFD-Z",
    "1B1B1B, \uFFFD\uFFFD\uFFFD",
    "1B24FF, \uFFFD$\uFFFD"
  })
  void aTruncatedOrUnknownEscapeIsShown(String hex, String text) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    DecodedText decoded = read("\\ISO 2022 IR 87", bytes, TextKind.TEXT);
    assertThat(decoded.text()).isEqualTo(text);
    assertThat(decoded.oddities()).contains(TextOddity.UNKNOWN_ESCAPE);
  }

  @Test
  void anEscapeThatIsNotDeclaredIsHonoured() {
    byte[] bytes = HexFormat.of().parseHex("1B24423B3345441B2842");
    DecodedText decoded = read("ISO_IR 100", bytes, TextKind.PERSON_NAME);
    assertThat(decoded.text()).isEqualTo("山田");
    assertThat(decoded.oddities()).containsExactly(TextOddity.UNDECLARED_ESCAPE);
  }

  @ParameterizedTest
  @CsvSource({"1B24403B33, 山", "1B2428423B33, 山", "1B284931, ｱ", "1B2428434221, 징"})
  void escapesOfMailSoftwareAreKnown(String hex, String text) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    DecodedText decoded = read("ISO 2022 IR 13\\ISO 2022 IR 87", bytes, TextKind.VALUES);
    assertThat(decoded.text()).isEqualTo(text);
    assertThat(decoded.oddities()).doesNotContain(TextOddity.UNKNOWN_ESCAPE);
  }

  @Test
  void aMissingEscapeMeansTheDeclaredSet() {
    byte[] bytes = HexFormat.of().parseHex("C8AB5EB1E6B5BF");
    DecodedText decoded = read("\\ISO 2022 IR 149", bytes, TextKind.PERSON_NAME);
    assertThat(decoded.text()).isEqualTo("홍^길동");
    assertThat(decoded.oddities()).containsExactly(TextOddity.MISSING_ESCAPE);
  }

  @Test
  void aLoneHalfOfAPairIsReplacedAndTheRestRead() {
    byte[] bytes = HexFormat.of().parseHex("1B24423B0A41");
    DecodedText decoded = read("\\ISO 2022 IR 87", bytes, TextKind.TEXT);
    assertThat(decoded.text()).isEqualTo("\uFFFD\nA");
  }

  @Test
  void refusesToEncodeWhatTheSetsLack() {
    SpecificCharacterSet set = SpecificCharacterSet.of("ISO_IR 100");
    assertThat(set.canEncode("山田", TextKind.PERSON_NAME)).isFalse();
    assertThat(set.canEncode("\u001B$B", TextKind.PERSON_NAME)).isFalse();
    assertThat(SpecificCharacterSet.UTF_8.canEncode("\uD800", TextKind.VALUES)).isFalse();
    assertThatThrownBy(() -> set.encode("山田", TextKind.PERSON_NAME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ISO_IR 100")
        .hasMessageNotContaining("山");
  }

  private static DecodedText read(String terms, byte[] bytes, TextKind kind) {
    return SpecificCharacterSet.of(terms).read(bytes, 0, bytes.length, kind);
  }
}
