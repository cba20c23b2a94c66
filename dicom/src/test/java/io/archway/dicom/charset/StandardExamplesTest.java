package io.archway.dicom.charset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The worked examples of PS3.5 annexes H, I, J and K, and one name for every single-byte set. */
class StandardExamplesTest {
  record Example(String name, String terms, TextKind kind, String text, String hex) {
    @Override
    public String toString() {
      return name;
    }

    byte[] bytes() {
      return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    SpecificCharacterSet set() {
      return SpecificCharacterSet.of(terms.split("\\\\", -1));
    }
  }

  static List<Example> examples() {
    return List.of(
        name(
            "H.3.1 Japanese, ASCII first",
            "\\ISO 2022 IR 87",
            "Yamada^Tarou=山田^太郎=やまだ^たろう",
            "59616D6164615E5461726F75 3D 1B2442 3B334544 1B2842 5E 1B2442 42404F3A 1B2842"
                + "3D 1B2442 2464245E2440 1B2842 5E 1B2442 243F246D2426 1B2842"),
        name(
            "H.3.2 Japanese, JIS X 0201 first",
            "ISO 2022 IR 13\\ISO 2022 IR 87",
            "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
            "D4CFC0DE 5E C0DBB3 3D 1B2442 3B334544 1B284A 5E 1B2442 42404F3A 1B284A"
                + "3D 1B2442 2464245E2440 1B284A 5E 1B2442 243F246D2426 1B284A"),
        name(
            "Japanese with the supplementary set JIS X 0212",
            "ISO 2022 IR 6\\ISO 2022 IR 87\\ISO 2022 IR 159",
            "Mori^Ogai=森^鷗外=もり^おうがい",
            "4D6F72695E4F676169 3D 1B2442 3F39 1B2842 5E 1B242844 6C3F 1B2442 3330 1B2842"
                + "3D 1B2442 2462246A 1B2842 5E 1B2442 242A2426242C2424 1B2842"),
        name(
            "I.2 Korean",
            "\\ISO 2022 IR 149",
            "Hong^Gildong=洪^吉洞=홍^길동",
            "486F6E675E47696C646F6E67 3D 1B242943 FBF3 5E 1B242943 D1CED4D7"
                + "3D 1B242943 C8AB 5E 1B242943 B1E6B5BF"),
        text(
            "I.3 Korean text, designated anew on every line",
            "\\ISO 2022 IR 149",
            "The 1st line: 길동.\r\nThe 2nd: 길동, too.\r\n",
            "546865203173742 06C696E653A20 1B242943 B1E6B5BF 2E 0D0A"
                + "54686520326E643A20 1B242943 B1E6B5BF 2C20746F6F2E 0D0A"),
        name(
            "J.1 Chinese in UTF-8",
            "ISO_IR 192",
            "Wang^XiaoDong=王^小东",
            "57616E675E5869616F446F6E67 3D E78E8B 5E E5B08FE4B89C"),
        name(
            "J.2 Chinese in GB18030",
            "GB18030",
            "Wang^XiaoDong=王^小东",
            "57616E675E5869616F446F6E67 3D CDF5 5E D0A1B6AB"),
        name(
            "J.3 Chinese in GBK",
            "GBK",
            "Wang^XiaoDong=王^小东",
            "57616E675E5869616F446F6E67 3D CDF5 5E D0A1B6AB"),
        name(
            "K.2 Chinese with code extensions",
            "\\ISO 2022 IR 58",
            "Zhang^XiaoDong=张^小东=",
            "5A68616E675E5869616F446F6E67 3D 1B242941 D5C5 5E 1B242941 D0A1B6AB 3D"),
        text(
            "K.3 Chinese text, designated anew on every line",
            "\\ISO 2022 IR 58",
            "The first line includes中文.\r\nThe second line includes中文, too.\r\n",
            "546865206669727374206C696E6520696E636C75646573 1B242941 D6D0CEC4 2E 0D0A"
                + "546865207365636F6E64206C696E6520696E636C75646573"
                + "1B242941 D6D0CEC4 2C20746F6F2E 0D0A"),
        name("Latin 1", "ISO_IR 100", "Buc^Jérôme", "4275635E4AE972F46D65"),
        name("Latin 2", "ISO_IR 101", "Wałęsa", "5761B3EA7361"),
        name("Latin 3", "ISO_IR 109", "antaŭnomo", "616E7461FD6E6F6D6F"),
        name("Latin 4", "ISO_IR 110", "vārds", "76E0726473"),
        name("Cyrillic", "ISO_IR 144", "Люк^Суиз", "BBEEDA 5E C1E3D8D7"),
        name("Arabic", "ISO_IR 127", "قباني^لنزار", "E2C8C7E6EA 5E E4E6D2C7D1"),
        name("Greek", "ISO_IR 126", "Διονυσιος", "C4E9EFEDF5F3E9EFF2"),
        name("Hebrew", "ISO_IR 138", "שרון^דבורה", "F9F8E5EF 5E E3E1E5F8E4"),
        name("Latin 5", "ISO_IR 148", "Çavuşoğlu", "C761 7675 FE6FF06C75"),
        name("Latin 9", "ISO_IR 203", "Šœ€", "A6BDA4"),
        name("Thai", "ISO_IR 166", "นามสกุล", "B9D2C1CAA1D8C5"),
        name("Katakana", "ISO_IR 13", "ﾔﾏﾀﾞ^ﾀﾛｳ", "D4CFC0DE 5E C0DBB3"),
        name(
            "two single-byte sets, back to the first at each delimiter",
            "ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126",
            "Buc^Jérôme\\Διον^é\\Люк",
            "4275635E4AE972F46D65 5C 1B2D46 C4E9EFED 5E E9 5C 1B2D4C BBEEDA"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void decodesTheExample(Example example) {
    byte[] bytes = example.bytes();
    DecodedText decoded = example.set().read(bytes, 0, bytes.length, example.kind());
    assertThat(decoded.text()).isEqualTo(example.text());
    assertThat(decoded.oddities()).isEmpty();
    assertThat(example.set().warnings()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void encodesTheTextToTheSameBytes(Example example) {
    assertThat(example.set().canEncode(example.text(), example.kind())).isTrue();
    assertThat(example.set().encode(example.text(), example.kind())).isEqualTo(example.bytes());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void decodesFromTheMiddleOfAnArray(Example example) {
    byte[] bytes = example.bytes();
    byte[] padded = new byte[bytes.length + 7];
    System.arraycopy(bytes, 0, padded, 3, bytes.length);
    assertThat(example.set().decode(padded, 3, bytes.length, example.kind()))
        .isEqualTo(example.text());
  }

  private static Example name(String name, String terms, String text, String hex) {
    return new Example(name, terms, TextKind.PERSON_NAME, text, hex);
  }

  private static Example text(String name, String terms, String text, String hex) {
    return new Example(name, terms, TextKind.TEXT, text, hex);
  }
}
