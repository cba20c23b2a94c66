package io.archway.index.patient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldedNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Müller^Jürgen | muller^jurgen",
        "MÜLLER ^ JÜRGEN | muller^jurgen",
        "Groß^A | gross^a",
        "GROSS^A | gross^a",
        "O'Neill^Søren | o'neill^soren",
        "O’Neill^Łucja | o'neill^lucja",
        "Van  der   Berg^J | van der berg^j",
        "Παπαδόπουλος^Γιώργος | παπαδοπουλοσ^γιωργοσ",
        "ΠΑΠΑΔΟΠΟΥΛΟΣ^ΓΙΩΡΓΟΣ | παπαδοπουλοσ^γιωργοσ",
        "Ёлкин^Йосиф | елкин^иосиф",
        "ﾔﾏﾀﾞ^ﾀﾛｳ | ヤマダ^タロウ",
        "Ｙａｍａｄａ^Ｔ | yamada^t",
        "Smith^John^^^ | smith^john",
        "Smith^^^Dr. | smith^^^dr.",
      })
  void writingsOfOneNameAreOne(String name, String folded) {
    assertThat(FoldedName.groups(name)).containsExactly(folded, "", "");
  }

  @Test
  void marksThatMakeOtherLettersStay() {
    assertThat(FoldedName.groups("が").get(0)).isNotEqualTo(FoldedName.groups("か").get(0));
    assertThat(FoldedName.groups("שּׁ").get(0)).isNotEqualTo(FoldedName.groups("ש").get(0));
  }

  @Test
  void groupsAreFoldedEachByItself() {
    assertThat(FoldedName.groups("Yamada^Tarou=山田^太郎=やまだ^たろう"))
        .containsExactly("yamada^tarou", "山田^太郎", "やまだ^たろう");
    assertThat(FoldedName.groups("=山田^太郎")).containsExactly("", "山田^太郎", "");
    assertThat(FoldedName.groups(null)).isEqualTo(List.of("", "", ""));
    assertThat(FoldedName.groups("^^=^")).isEqualTo(List.of("", "", ""));
  }

  @Test
  void wildCardsOfKeysAreToldFromCharactersThatOnlyLookAlike() {
    String any = String.valueOf(FoldedName.ANY);
    String one = String.valueOf(FoldedName.ONE);
    assertThat(FoldedName.patternGroups("Mü*^J?n").get(0)).isEqualTo("mu" + any + "^j" + one + "n");
    assertThat(FoldedName.patternGroups("Ａ＊").get(0)).isEqualTo("a*");
    assertThat(FoldedName.groups("A*").get(0)).isEqualTo("a*");
    assertThat(FoldedName.patternGroups("A\u0001").get(0)).as("no wild card").isEqualTo("a");
  }

  @Test
  void longNamesAreBoundedWithoutHalfACharacter() {
    String folded = FoldedName.groups("a" + "𠮷".repeat(FoldedName.MAX_LENGTH)).get(0);
    assertThat(folded).hasSize(FoldedName.MAX_LENGTH - 1).endsWith("𠮷");
  }
}
