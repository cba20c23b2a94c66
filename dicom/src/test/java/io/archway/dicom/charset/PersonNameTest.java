package io.archway.dicom.charset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNameTest {
  @Test
  void hasThreeGroupsOfFiveComponents() {
    PersonName name = PersonName.parse("Yamada^Tarou^T.^Dr.^PhD=山田^太郎=やまだ^たろう");
    assertThat(name.alphabetic())
        .isEqualTo(new ComponentGroup("Yamada", "Tarou", "T.", "Dr.", "PhD"));
    assertThat(name.ideographic().family()).isEqualTo("山田");
    assertThat(name.phonetic().given()).isEqualTo("たろう");
    assertThat(name.format()).isEqualTo("Yamada^Tarou^T.^Dr.^PhD=山田^太郎=やまだ^たろう");
  }

  @ParameterizedTest
  @CsvSource({
    "'Adams^John Robert Quincy^^Rev.^B.A. M.Div.', 'Adams^John Robert Quincy^^Rev.^B.A. M.Div.'",
    "Morrison-Jones^Susan^^^Ph.D., Morrison-Jones^Susan^^^Ph.D.",
    "Doe^John^^^, Doe^John",
    "'  Doe ^ John  ', Doe^John",
    "Doe, Doe",
    "^John, ^John",
    "=山田, =山田",
    "==やまだ, ==やまだ",
    "Zhang^XiaoDong=张^小东=, Zhang^XiaoDong=张^小东",
    "A^B^C^D^E^F^G, A^B^C^D^E^F^G",
    "A=B=C=D, A=B=C=D",
    "^^^^, ''",
    "=^=, ''"
  })
  void formatsWhatItParsedWithoutPaddingAndEmptyEnds(String value, String formatted) {
    PersonName name = PersonName.parse(value);
    assertThat(name.format()).isEqualTo(formatted);
    assertThat(PersonName.parse(name.format())).isEqualTo(name);
    assertThat(name.isEmpty()).isEqualTo(formatted.isEmpty());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "   "})
  void nothingIsTheEmptyName(String value) {
    assertThat(PersonName.parse(value)).isEqualTo(PersonName.EMPTY);
  }

  @Test
  void paddingWithNulGoesToo() {
    assertThat(PersonName.parse("Doe^John\0").format()).isEqualTo("Doe^John");
    assertThat(PersonName.of("Doe", null)).isEqualTo(PersonName.parse("Doe"));
  }

  @ParameterizedTest
  @CsvSource({
    "Müller^Zoë, MULLER^ZOE, true",
    "Doe^John^, doe^john, true",
    "Doe^John, Doe^Jane, false",
    "Yamada^Tarou=山田^太郎, Yamada^Tarou, true",
    "Yamada^Tarou=山田^太郎, =山田^太郎, true",
    "Yamada^Tarou=山田^太郎, Yamada^Tarou=山下^太郎, false",
    "Doe, =山田, false",
    "'', Doe, false"
  })
  void matchesAsWritten(String left, String right, boolean matches) {
    PersonName one = PersonName.parse(left);
    PersonName other = PersonName.parse(right);
    assertThat(one.matches(other)).isEqualTo(matches);
    assertThat(other.matches(one)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "ÉCOLE, ecole",
    "  A   B , a b",
    "Straße, strasse",
    "Łukasz, lukasz",
    "Ørsted, orsted",
    "Æsir, aesir",
    "İstanbul, istanbul",
    "Đorđe, dorde",
    "Ёлка, елка",
    "Ά, α",
    "ΣΊΣΥΦΟΣ, σισυφοσ",
    "ﾔﾏﾀﾞ, ヤマダ",
    "ガ, ガ",
    "Ｄｏｅ, doe",
    "O’Neil, o'neil",
    "홍, 홍",
    "ﬁn, fin"
  })
  void foldsForSearch(String text, String folded) {
    assertThat(TextFolding.fold(text)).isEqualTo(folded);
    assertThat(TextFolding.fold(folded)).isEqualTo(folded);
  }
}
