package io.archway.ingest.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.charset.PersonName;
import io.archway.index.patient.FoldedName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names fold alike where data sets are read and where they are searched. */
class FoldingsAgreeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Müller^Jürgen^^Dr.",
        "GROß ^ Ærø=^=x",
        "O’Neill^Łucja Þóra",
        "Παπαδόπουλος^Γιώργος",
        "Ёлкин^Йосиф",
        "Yamada^Tarou=山田^太郎=やまだ^たろう",
        "ﾔﾏﾀﾞ^ﾀﾛｳ",
        "Hong^Gildong=洪^吉洞=홍^길동",
        "שלום^محمد",
        "Nguyễn  Văn^𠮷",
        "^^^",
        "=山田"
      })
  void foldingIsTheSame(String name) {
    String folded = String.join("=", FoldedName.groups(name)).replaceAll("=+$", "");
    assertThat(folded).isEqualTo(PersonName.parse(name).folded().format());
  }
}
