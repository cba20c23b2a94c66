package io.archway.dicom.charset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclarationTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ISO_IR 100",
        "ISO_IR 101",
        "ISO_IR 109",
        "ISO_IR 110",
        "ISO_IR 144",
        "ISO_IR 127",
        "ISO_IR 126",
        "ISO_IR 138",
        "ISO_IR 148",
        "ISO_IR 203",
        "ISO_IR 13",
        "ISO_IR 166",
        "ISO_IR 192",
        "GB18030",
        "GBK",
        "ISO 2022 IR 6\\ISO 2022 IR 100",
        "ISO 2022 IR 6\\ISO 2022 IR 101",
        "ISO 2022 IR 6\\ISO 2022 IR 109",
        "ISO 2022 IR 6\\ISO 2022 IR 110",
        "ISO 2022 IR 6\\ISO 2022 IR 144",
        "ISO 2022 IR 6\\ISO 2022 IR 127",
        "ISO 2022 IR 6\\ISO 2022 IR 126",
        "ISO 2022 IR 6\\ISO 2022 IR 138",
        "ISO 2022 IR 6\\ISO 2022 IR 148",
        "ISO 2022 IR 6\\ISO 2022 IR 203",
        "ISO 2022 IR 6\\ISO 2022 IR 166",
        "ISO 2022 IR 6\\ISO 2022 IR 149",
        "ISO 2022 IR 6\\ISO 2022 IR 58",
        "ISO 2022 IR 13\\ISO 2022 IR 87\\ISO 2022 IR 159",
        "ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 87"
      })
  void takesEveryDefinedTermWithoutWarning(String terms) {
    SpecificCharacterSet set = SpecificCharacterSet.of(terms);
    assertThat(set.warnings()).isEmpty();
    assertThat(String.join("\\", set.definedTerms())).isEqualTo(terms);
    assertThat(SpecificCharacterSet.of(set.definedTerms())).isEqualTo(set);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ISO_IR 6", "ISO 2022 IR 6", "ISO_IR 6 ", "ISO_IR 6\u0000"})
  void theDefaultRepertoireNeedsNoTerm(String term) {
    assertThat(SpecificCharacterSet.of(term)).isSameAs(SpecificCharacterSet.ASCII);
    assertThat(SpecificCharacterSet.of()).isSameAs(SpecificCharacterSet.ASCII);
    assertThat(SpecificCharacterSet.ASCII.definedTerms()).isEmpty();
  }

  @Test
  void aSingleTermOfCodeExtensionsIsTheSetWithoutThem() {
    SpecificCharacterSet set = SpecificCharacterSet.of("ISO 2022 IR 100");
    assertThat(set.warnings()).isEmpty();
    assertThat(set.definedTerms()).containsExactly("ISO_IR 100");
  }

  @ParameterizedTest
  @CsvSource({
    "ISO IR 192, ISO_IR 192",
    "ISO-IR 192, ISO_IR 192",
    "ISO_IR_192, ISO_IR 192",
    "ISO_IR192, ISO_IR 192",
    "ISO IR192, ISO_IR 192",
    "iso_ir 192, ISO_IR 192",
    "ISO_IR  192, ISO_IR 192",
    "ISO 2022 IR 192, ISO_IR 192",
    "IR 192, ISO_IR 192",
    "IR192, ISO_IR 192",
    "192, ISO_IR 192",
    "UTF-8, ISO_IR 192",
    "UTF8, ISO_IR 192",
    "utf-8, ISO_IR 192",
    "utf_8, ISO_IR 192",
    "UNICODE, ISO_IR 192",
    "ISO 10646, ISO_IR 192",
    "ISO-IR 100, ISO_IR 100",
    "ISO_IR_100, ISO_IR 100",
    "ISO IR 100, ISO_IR 100",
    "ISO_IR100, ISO_IR 100",
    "ISOIR 100, ISO_IR 100",
    "ISO.IR.100, ISO_IR 100",
    "ISO 100, ISO_IR 100",
    "IR 100, ISO_IR 100",
    "iso-ir-100, ISO_IR 100",
    "ISO 2022 IR100, ISO_IR 100",
    "ISO_2022_IR_100, ISO_IR 100",
    "ISO2022 IR 100, ISO_IR 100",
    "latin1, ISO_IR 100",
    "Latin-1, ISO_IR 100",
    "ISO Latin 1, ISO_IR 100",
    "ISO-8859-1, ISO_IR 100",
    "ISO8859_1, ISO_IR 100",
    "ISO_8859-1, ISO_IR 100",
    "windows-1252, ISO_IR 100",
    "CP1252, ISO_IR 100",
    "ISO-8859-2, ISO_IR 101",
    "ISO-8859-3, ISO_IR 109",
    "ISO-8859-4, ISO_IR 110",
    "ISO-8859-5, ISO_IR 144",
    "ISO-8859-6, ISO_IR 127",
    "ISO-8859-7, ISO_IR 126",
    "ISO-8859-8, ISO_IR 138",
    "ISO-8859-9, ISO_IR 148",
    "ISO-8859-11, ISO_IR 166",
    "ISO-8859-15, ISO_IR 203",
    "TIS-620, ISO_IR 166",
    "iso_ir 144, ISO_IR 144",
    "ISO_IR 14, ISO_IR 13",
    "Shift_JIS, ISO_IR 13",
    "gb18030, GB18030",
    "GB-18030, GB18030",
    "ISO 2022 GB18030, GB18030",
    "gbk, GBK",
    "ISO 2022 GBK, GBK",
    "ISO2022 IR 6, ''",
    "US-ASCII, ''",
    "ASCII, ''",
    "ISO IR 6, ''"
  })
  void understandsTheMisspellingAndSaysSo(String written, String meant) {
    SpecificCharacterSet set = SpecificCharacterSet.of(written);
    assertThat(String.join("\\", set.definedTerms())).isEqualTo(meant);
    String expected = meant.isEmpty() ? "ISO_IR 6" : meant;
    assertThat(set.warnings())
        .containsExactly(
            "Specific Character Set value 1: \"" + written + "\" (expected: " + expected + ")");
  }

  @ParameterizedTest
  @CsvSource({
    "\\ISO_IR 87, ISO 2022 IR 6\\ISO 2022 IR 87",
    "ISO_IR 6\\ISO 2022 IR 87, ISO 2022 IR 6\\ISO 2022 IR 87",
    "ISO_IR 100\\ISO 2022 IR 87, ISO 2022 IR 100\\ISO 2022 IR 87",
    "ISO_IR 13\\ISO_IR 87, ISO 2022 IR 13\\ISO 2022 IR 87",
    "ISO 2022 IR 87, ISO 2022 IR 6\\ISO 2022 IR 87",
    "ISO_IR 149, ISO 2022 IR 6\\ISO 2022 IR 149",
    "ISO 2022 58, ISO 2022 IR 6\\ISO 2022 IR 58",
    "\\GB2312, ISO 2022 IR 6\\ISO 2022 IR 58",
    "EUC-KR, ISO 2022 IR 6\\ISO 2022 IR 149",
    "ISO 2022 IR 87\\ISO 2022 IR 6, ISO 2022 IR 6\\ISO 2022 IR 87",
    "\\ISO_IR 192, ISO_IR 192",
    "ISO_IR 192\\ISO 2022 IR 87, ISO_IR 192",
    "GBK\\ISO_IR 192, GBK",
    "ISO_IR 100\\ISO_IR 192, ISO_IR 100",
    "ISO 2022 IR 100\\GB18030\\ISO 2022 IR 144, ISO 2022 IR 100\\ISO 2022 IR 144",
    "ISO_IR 100\\, ISO_IR 100",
    "KLINGON, ''",
    "ISO_IR 999, ''",
    "ISO_IR 100\\KLINGON, ISO_IR 100"
  })
  void settlesWrongCombinationsAndSaysSo(String written, String meant) {
    SpecificCharacterSet set = SpecificCharacterSet.of(written);
    assertThat(String.join("\\", set.definedTerms())).isEqualTo(meant);
    assertThat(set.warnings()).isNotEmpty();
  }

  @Test
  void aTermTwiceIsOne() {
    SpecificCharacterSet set = SpecificCharacterSet.of("ISO_IR 100", "ISO_IR 100");
    assertThat(set.definedTerms()).containsExactly("ISO_IR 100");
  }

  @Test
  void neverQuotesMoreThanIsReadable() {
    SpecificCharacterSet set = SpecificCharacterSet.of("\u0007\n" + "X".repeat(100_000));
    assertThat(set.warnings()).hasSize(1).allSatisfy(w -> assertThat(w).matches("[ -~]{1,200}"));
  }

  @Test
  void looksAtABoundedNumberOfValues() {
    SpecificCharacterSet set = SpecificCharacterSet.of("FOO\\".repeat(10_000));
    assertThat(set.warnings()).hasSizeLessThan(40);
  }
}
