package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispositionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "scan.dcm | attachment; filename=\"scan.dcm\"",
        "my scan.dcm | attachment; filename=\"my scan.dcm\"",
        "a\"b.dcm | attachment; filename=\"a_b.dcm\"; filename*=UTF-8''a%22b.dcm",
        "50%.dcm | attachment; filename=\"50_.dcm\"; filename*=UTF-8''50%25.dcm",
        "Łuk.dcm | attachment; filename=\"_uk.dcm\"; filename*=UTF-8''%C5%81uk.dcm",
        "🦷 | attachment; filename=\"_\"; filename*=UTF-8''%F0%9F%A6%B7",
        "../../etc/passwd | attachment; filename=\".._.._etc_passwd\"",
        "a\\b | attachment; filename=\"a_b\"",
        ".. | attachment; filename=\"download\"",
        "`` | attachment; filename=\"download\""
      })
  void quotesAndEncodes(String name, String value) {
    assertThat(Disposition.of("attachment", name)).isEqualTo(value);
  }

  @org.junit.jupiter.api.Test
  void letsNoHeaderBeInjected() {
    assertThat(Disposition.of("inline", "a\r\nSet-Cookie: b\0"))
        .isEqualTo("inline; filename=\"a__Set-Cookie: b_\"");
    assertThat(Disposition.of("inline", "\uD83E")).isEqualTo("inline; filename=\"_\"");
  }
}
