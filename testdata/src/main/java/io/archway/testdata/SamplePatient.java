package io.archway.testdata;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * A made-up patient.
 *
 * @param characterSet the values of Specific Character Set that the name is sent in; empty for none
 */
public record SamplePatient(
    String patientId, String name, LocalDate birthDate, String sex, List<String> characterSet) {
  private static final List<String> UTF_8 = List.of("ISO_IR 192");
  private static final List<String> LATIN_1 = List.of("ISO_IR 100");
  private static final List<String> LATIN_2 = List.of("ISO_IR 101");
  private static final List<String> CYRILLIC = List.of("ISO_IR 144");
  private static final List<String> JAPANESE = List.of("", "ISO 2022 IR 87");
  private static final List<String> KOREAN = List.of("", "ISO 2022 IR 149");
  private static final List<String> NONE = List.of();

  private record Named(String name, String sex, List<String> characterSet) {}

  private static final List<Named> NAMES =
      List.of(
          new Named("Rossi^Giulia", "F", LATIN_1),
          new Named("Müller^Jürgen", "M", LATIN_1),
          new Named("Smith^John^Q", "M", NONE),
          new Named("Yamada^Tarou=山田^太郎=やまだ^たろう", "M", JAPANESE),
          new Named("García Márquez^Lucía", "F", UTF_8),
          new Named("Nováková^Eva", "F", LATIN_2),
          new Named("Иванова^Ольга", "F", CYRILLIC),
          new Named("Hong^Gildong=洪^吉洞=홍^길동", "M", KOREAN),
          new Named("Wang^XiaoDong=王^小东", "M", UTF_8),
          new Named("O'Neil^Mary^^Dr.", "F", NONE),
          new Named("Łukasiewicz^Zofia", "F", UTF_8),
          new Named("Παπαδόπουλος^Νίκος", "M", UTF_8));

  public SamplePatient {
    characterSet = List.copyOf(characterSet);
  }

  /** The {@code index}-th patient of a seed. */
  public static SamplePatient of(long seed, int index) {
    Named named = NAMES.get(Math.floorMod(index + (int) Math.floorMod(seed, 12L), NAMES.size()));
    int days = SampleIds.below(70 * 365, seed, 1_000L + index);
    return new SamplePatient(
        "S" + Long.toUnsignedString(seed) + "-" + (index + 1),
        named.name(),
        LocalDate.of(1945, 1, 1).plusDays(days),
        named.sex(),
        named.characterSet());
  }

  Attributes module() {
    Attributes attributes =
        new Attributes()
            .text("PatientName", name)
            .text("PatientID", patientId)
            .text("PatientBirthDate", birthDate.format(DateTimeFormatter.BASIC_ISO_DATE))
            .text("PatientSex", sex);
    return characterSet.isEmpty()
        ? attributes
        : attributes.text("SpecificCharacterSet", characterSet.toArray(String[]::new));
  }
}
