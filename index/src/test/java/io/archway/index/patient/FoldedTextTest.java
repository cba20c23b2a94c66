package io.archway.index.patient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldedTextTest {
  @ParameterizedTest
  @CsvSource({
    "Müller^Ann, muller ann",
    "'  O''Brien--Smith ', obrien smith",
    "ＭＵＬＬＥＲ, muller",
    "Straße, strasse",
    "Łukasz Øre, lukasz ore",
    "İstanbul, istanbul",
    "山田^太郎, 山田 太郎",
    "がく, がく",
    "ทองดี, ทองดี",
  })
  void foldsCaseDiacriticsWidthAndSeparators(String text, String folded) {
    assertThat(FoldedText.fold(text)).isEqualTo(folded);
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertThat(FoldedText.fold("😀".repeat(500))).isEmpty();
    String han = "\uD840\uDC00".repeat(500);
    assertThat(FoldedText.fold(han)).hasSize(FoldedText.MAX_LENGTH);
    assertThat(FoldedText.fold("a" + han)).hasSize(FoldedText.MAX_LENGTH - 1);
  }

  @Test
  void successorIsTheEndOfAPrefix() {
    assertThat(FoldedText.successor("mul")).isEqualTo("mum");
    assertThat(FoldedText.successor("a\uD7FF")).isEqualTo("a\uE000");
    assertThat(FoldedText.successor("a" + Character.toString(Character.MAX_CODE_POINT)))
        .isEqualTo("b");
  }

  @ParameterizedTest
  @CsvSource({
    "Müller^Ann, MUELLER^ANN",
    "Müller^Ann, MULLER^ANN^^DR",
    "Doe^Jane, Jane Doe",
    "Doe^Jane^Mary, DOE^JANE",
    "Van der Berg^Jo, VANDERBERG^JO",
    "O'Brien^Pat, OBRIEN^PAT",
    "Yamada^Tarou=山田^太郎, =山田^太郎",
    "Yamada^Tarou, =山田^太郎",
    "Doe^J, ''",
    "Doe^Jane, ^^^",
  })
  void namesOfOnePersonDoNotContradict(String one, String other) {
    assertThat(PatientName.parse(one).contradicts(PatientName.parse(other))).isFalse();
    assertThat(PatientName.parse(other).contradicts(PatientName.parse(one))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Müller^Ann, Schmidt^Ann",
    "Doe^Jane, Doe^John",
    "=山田^太郎, =山田^花子",
  })
  void otherNamesContradict(String one, String other) {
    assertThat(PatientName.parse(one).contradicts(PatientName.parse(other))).isTrue();
  }
}
