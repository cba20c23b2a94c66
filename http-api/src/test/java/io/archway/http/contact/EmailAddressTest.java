package io.archway.http.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.http.kernel.FieldErrors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

  private static final String LABEL_63 = "a".repeat(63);

  @ParameterizedTest
  @CsvSource({
    "ann@clinic.example, ann@clinic.example",
    "ann.o'neil+x@mail.clinic.example, ann.o'neil+x@mail.clinic.example",
    "a@b.co, a@b.co",
    "ann@bücher.example, ann@xn--bcher-kva.example",
    "ann@зъби.бг, ann@xn--90ale4e.xn--90ae",
    "ann@xn--bcher-kva.example, ann@xn--bcher-kva.example",
  })
  void takesAddressesWithDomainsOfAnyScript(String text, String wire) {
    assertThat(EmailAddress.isValid(text)).isTrue();
    assertThat(EmailAddress.wire(text)).contains(wire);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ann",
        "@clinic.example",
        "ann@",
        "ann@clinic",
        "ann@clinic.",
        "ann@.example",
        "ann@-clinic.example",
        "ann@clinic-.example",
        "ann@cli_nic.example",
        "ann@clinic..example",
        ".ann@clinic.example",
        "ann.@clinic.example",
        "a..nn@clinic.example",
        "ann@bob@clinic.example",
        "ann bob@clinic.example",
        " ann@clinic.example",
        "ann@clinic.example\r\nBcc: bob@clinic.example",
        "\"ann\"@clinic.example",
        "änn@clinic.example",
        "ann@[127.0.0.1]",
        "Ann <ann@clinic.example>",
      })
  void takesNoOthers(String text) {
    assertThat(EmailAddress.isValid(text)).isFalse();
  }

  @Test
  void boundsItsParts() {
    assertThat(EmailAddress.isValid("a".repeat(64) + "@clinic.example")).isTrue();
    assertThat(EmailAddress.isValid("a".repeat(65) + "@clinic.example")).isFalse();
    assertThat(EmailAddress.isValid("a@" + LABEL_63 + ".example")).isTrue();
    assertThat(EmailAddress.isValid("a@a" + LABEL_63 + ".example")).isFalse();
    String long254 = "a@" + (LABEL_63 + ".").repeat(3) + "a".repeat(60);
    assertThat(EmailAddress.isValid(long254)).isTrue();
    assertThat(EmailAddress.isValid(long254 + "a")).isFalse();
  }

  /** Within the limit as it is written, beyond it as mail servers know it. */
  @Test
  void takesNoDomainThatIsTooLongInAscii() {
    assertThat(EmailAddress.isValid("a@" + "ü".repeat(63) + ".example")).isFalse();
  }

  @Test
  void saysWhatIsWrong() {
    FieldErrors errors = new FieldErrors();
    EmailAddress.check(errors, "email", null);
    EmailAddress.check(errors, "email", "ann@clinic.example");
    assertThat(errors.asMap()).isEmpty();
    EmailAddress.check(errors, "email", "ann");
    assertThat(errors.asMap())
        .isEqualTo(Map.of("email", List.of("expected: an e-mail address like name@example.org")));
  }
}
