package io.archway.worklist;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.charset.SpecificCharacterSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of Europe reach a device that knows few letters, without a question mark. */
class TransliterationTest {

  /** Macedonian, Serbian, Bulgarian, Russian, Ukrainian and Belarusian, Greek, and in Latin. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
        "абвгдђежзијклљмнњопрстћуфхцчџш",
        "абвгдежзийклмнопрстуфхцчшщъьюя",
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяў",
        "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",
        "ąćęłńóśźżčďěňřšťůžľĺŕőűăâîșțşğıçəöüßåæøœñãõáàéèíìúùýëïêôûđþðŋħģķļņė",
        "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹơư"
      })
  void everyLetterIsWritten(String alphabet) {
    for (String text : List.of(alphabet, alphabet.toUpperCase(Locale.ROOT), "ẞ")) {
      assertThat(Transliteration.to(SpecificCharacterSet.ASCII, text))
          .doesNotContain("?")
          .matches("[A-Za-z]*");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Марија Џајкова,Marija Djajkova",
    "Ѓорѓи Ќосев,Gjorgji Kjosev",
    "Љубица Њего,Ljubitsa Njego",
    "Щербак Юлия,Shcherbak Iuliia",
    "Großmann,Grossmann"
  })
  void namesAreWrittenAsInPassports(String name, String written) {
    assertThat(Transliteration.to(SpecificCharacterSet.ASCII, name)).isEqualTo(written);
  }

  @Test
  void whatTheDeviceKnowsStays() {
    assertThat(Transliteration.to(SpecificCharacterSet.of("ISO_IR 144"), "Џајкова Müller"))
        .isEqualTo("Џајкова Muller");
  }
}
