package io.archway.http.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {

  private final PhoneNumbers nowhere = PhoneNumbers.withoutRegion();

  @ParameterizedTest
  @CsvSource({
    "+49 30 12345678, +493012345678",
    "+49 (0)30 12345678, +493012345678",
    "+1 (212) 555-0100, +12125550100",
    "+1.212.555.0100, +12125550100",
    "'  +355 69 123 4567 ', +355691234567",
    "+38970123456, +38970123456",
    "+390612345678, +390612345678",
    "＋49 30 12345678, +493012345678",
    "+٤٩٣٠١٢٣٤٥٦٧٨, +493012345678",
  })
  void readsNumbersThatSayTheirCountry(String text, String number) {
    assertThat(nowhere.parse(text)).contains(number);
  }

  @ParameterizedTest
  @CsvSource({
    "069 123 4567, AL, +355691234567",
    "070 123 456, mk, +38970123456",
    "(212) 555-0100, US, +12125550100",
    "0049 30 12345678, AL, +493012345678",
    "+49 30 12345678, AL, +493012345678",
    "044 123 456, XK, +38344123456",
  })
  void readsNumbersOfARegion(String text, String region, String number) {
    assertThat(nowhere.parse(text, region)).contains(number);
    assertThat(new PhoneNumbers(region).parse(text)).contains(number);
    assertThat(new PhoneNumbers("JP").parse(text, region)).contains(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "030 12345678",
        "004930 12345678",
        "4930 12345678",
        "",
        "+",
        "+49",
        "+49 1",
        "+49 30 12345678 12345678",
        "+999 12345678",
        "+49 30 12345678 ext. 5",
        "+1 800 FLOWERS",
        "tel:+493012345678",
        "call +493012345678",
        "+493012345678;phone-context=x",
        "+49301234567800000000000000000000000000000000000",
      })
  void takesNoOthers(String text) {
    assertThat(nowhere.parse(text)).isEmpty();
  }

  @Test
  void readsKeptNumbersThatCanBeOneNumberOnly() {
    PhoneNumbers german = new PhoneNumbers("DE");
    assertThat(german.parseKept("+49 170 1234567")).contains("+491701234567");
    assertThat(german.parseKept("0170 1234567")).contains("+491701234567");
    assertThat(german.parseKept("491701234567")).isEmpty();
    assertThat(new PhoneNumbers("US").parseKept("12125550100")).contains("+12125550100");
    assertThat(nowhere.parseKept("+49 170 1234567")).contains("+491701234567");
    assertThat(nowhere.parseKept("0170 1234567")).isEmpty();
    assertThat(nowhere.parseKept("491701234567")).isEmpty();
  }

  /** Germany, Indonesia and Japan know national numbers of 14 to 17 digits. */
  @Test
  void takesNoNumberOfMoreThanFifteenDigits() {
    assertThat(nowhere.parse("+49 2012345678901")).contains("+492012345678901");
    assertThat(nowhere.parse("+49 20123456789012")).isEmpty();
    assertThat(nowhere.parse("+49 201234567890123")).isEmpty();
    assertThat(nowhere.parse("+81 00777 1234567890123")).isEmpty();
    assertThat(nowhere.parseWithin("0201 2345678 90123", 49)).isEmpty();
  }

  @Test
  void takesNoNumberThatIsCompleteInItsTownAlone() {
    assertThat(new PhoneNumbers("US").parse("555-0100")).isEmpty();
  }

  @Test
  void readsWithinACountry() {
    assertThat(nowhere.parseWithin("030 12345678", 49)).contains("+493012345678");
    assertThat(nowhere.parseWithin("3012345678", 49)).contains("+493012345678");
    assertThat(nowhere.parseWithin("+49 30 12345678", 49)).contains("+493012345678");
    assertThat(nowhere.parseWithin("06 12345678", 39)).contains("+390612345678");
    assertThat(nowhere.parseWithin("+49 30 12345678", 355)).isEmpty();
    assertThat(nowhere.parseWithin("030 12345678", 999)).isEmpty();
  }

  @Test
  void knowsRegions() {
    assertThat(PhoneNumbers.isRegion("DE")).isTrue();
    assertThat(PhoneNumbers.isRegion("de")).isTrue();
    assertThat(PhoneNumbers.isRegion("ZZ")).isFalse();
    assertThat(PhoneNumbers.isRegion("49")).isFalse();
    assertThatThrownBy(() -> new PhoneNumbers("Germany"))
        .hasMessage("region: Germany (expected: two letters of a country, such as DE)");
  }
}
