package io.archway.http.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.http.imaging.upload.EnteredFiles;
import io.archway.index.patient.Patient;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What names of patients' folders, and of files in them, say. */
final class FolderNameTest {

  @ParameterizedTest
  @CsvSource({
    "SmithJohn15, smith john, 15",
    "15, '', 15",
    "'Smith, John - 0015', smith john, 15",
    "Müller_Jörg7, muller jorg, 7",
    "2ndSmith3, 2nd smith, 3",
    "999999999999999999, '', 999999999999999999"
  })
  void theNumberAtTheEndIsThePatients(String folder, String name, long number) {
    assertThat(FolderName.of(folder)).contains(new FolderName(name, number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SmithJohn", "15 Smith", "Smith15 ", "", "Smith\u0661\u0662"})
  void withoutOneItIsNobodys(String folder) {
    assertThat(FolderName.of(folder)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SmithJohn15, false",
    "15, false",
    "smith15, false",
    "Smith-Jones John15, false",
    "JonesJohn15, false",
    "JOHN15, false",
    "山田 太郎15, false",
    "BrownMary15, true",
    "JohnB15, true",
    "Ivanov15, true"
  })
  void anotherNameContradicts(String folder, boolean contradicts) {
    Patient smith = patient("Smith", "John", "山田^太郎");
    assertThat(FolderName.of(folder).orElseThrow().contradicts(smith)).isEqualTo(contradicts);
  }

  @ParameterizedTest
  @CsvSource({
    "NguyenAnna15, Ng, Bob, true",
    "NgAnna15, Ng, Bob, false",
    "SmithJuan15, Doe, An, true",
    "SmithAn15, Doe, An, false",
    "BrownBanjo15, Lee, Jo, true",
    "brownjo15, Lee, Jo, true",
    "leejo15, Lee, Jo, false",
    "LEEJO15, Lee, Jo, false",
    "MüllerJörg15, Müller, Hans, false",
    "Mu\u0308llerJo\u0308rg15, Müller, Hans, false",
    "McDonaldAnn15, McDonald, Bea, false",
    "McDonaldAnn15, Mc, Bea, false",
    "MacdonaldAnn15, Mac, Bea, true",
    "O'BrienPat15, O'Brien, Sue, false",
    "DeLaCruzAna15, de la Cruz, Eva, false",
    "SmithJonesAnn15, Smith-Jones, Eva, false",
    "RossAnnaMaria15, Berg, Anna Maria, false"
  })
  void onlyWholeWordsAgree(String folder, String family, String given, boolean contradicts) {
    assertThat(FolderName.of(folder).orElseThrow().contradicts(patient(family, given, null)))
        .isEqualTo(contradicts);
  }

  @Test
  void onlyANumberIsAPatientWithoutAName() {
    FolderName named = FolderName.of("Anybody15").orElseThrow();
    FolderName number = FolderName.of("15").orElseThrow();
    for (Patient nobody : List.of(patient(null, null, null), patient("", "^", null))) {
      assertThat(named.contradicts(nobody)).isTrue();
      assertThat(number.contradicts(nobody)).isFalse();
    }
    assertThat(FolderName.of("山田太郎15").orElseThrow().contradicts(patient(null, null, "山田^太郎")))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "_135_name.jpg, 135, name, jpg",
        "_135_Letter of 3.5.PDF, 135, Letter of 3.5, PDF",
        "name.jpg, none, name, jpg",
        "_x_name.jpg, none, _x_name, jpg",
        "_135name.jpg, none, _135name, jpg",
        "135_name.jpg, none, 135_name, jpg",
        "_1__2_name.jpg, 1, _2_name, jpg",
        "_135_.jpg, 135, '', jpg",
        "_135_, 135, '', ''",
        "_1234567890123456789_a.jpg, none, _1234567890123456789_a, jpg",
        "_7_a\u0007b:c.txt, 7, a_b_c, txt"
      })
  void aPrefixIsTheCategory(String file, Long category, String base, String extension) {
    assertThat(DroppedName.of(file))
        .isEqualTo(new DroppedName(category, new EnteredFiles.Name(base, extension)));
  }

  private static Patient patient(String family, String given, String ideographic) {
    Instant now = Instant.EPOCH;
    return new Patient(
        15,
        1,
        "4711",
        "",
        0,
        null,
        null,
        family,
        given,
        null,
        null,
        null,
        ideographic,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        now,
        now);
  }
}
