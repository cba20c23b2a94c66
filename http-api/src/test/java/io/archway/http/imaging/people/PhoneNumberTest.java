package io.archway.http.imaging.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.archway.http.contact.PhoneNumbers;
import io.archway.http.kernel.FieldErrors;
import org.junit.jupiter.api.Test;

class PhoneNumberTest {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final PhoneNumbers german = new PhoneNumbers("DE");
  private final FieldErrors errors = new FieldErrors();

  @Test
  void aNumberWithoutItsCountryIsOfTheRegionOfTheSettings() {
    assertThat(PhoneNumber.of(german, NODES.textNode("030 12345678"), null, errors))
        .isEqualTo("+493012345678");
    assertThat(PhoneNumber.of(german, NODES.numberNode(3012345678L), null, errors))
        .isEqualTo("+493012345678");
    assertThat(errors.asMap()).isEmpty();
  }

  @Test
  void aCountryThatIsSaidWins() {
    assertThat(
            PhoneNumber.of(german, NODES.textNode("069 123 4567"), NODES.numberNode(355), errors))
        .isEqualTo("+355691234567");
    assertThat(PhoneNumber.of(german, NODES.textNode("+355 69 123 4567"), null, errors))
        .isEqualTo("+355691234567");
    assertThat(errors.asMap()).isEmpty();
  }

  @Test
  void withoutARegionItIsRefused() {
    PhoneNumbers nowhere = PhoneNumbers.withoutRegion();
    assertThat(PhoneNumber.of(nowhere, NODES.numberNode(493012345678L), null, errors)).isNull();
    assertThat(errors.asMap()).containsOnlyKeys(PhoneNumber.FIELD);
  }
}
