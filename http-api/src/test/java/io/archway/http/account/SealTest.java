package io.archway.http.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.http.account.Seal.SealedElsewhereException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SealTest {

  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  private final byte[] key = Seal.newKey();
  private final Seal seal = new Seal(key);

  @Test
  void aSecretOpensWithTheSameKeyForTheSameOwner() {
    String sealed = seal.seal(SECRET, "user:1");
    assertThat(new Seal(key).open(sealed, "user:1")).isEqualTo(SECRET);
    assertThat(seal.seal(SECRET, "user:1")).isNotEqualTo(sealed);
    assertThatThrownBy(() -> seal.open(sealed, "user:2"))
        .isInstanceOf(SealedElsewhereException.class);
    assertThatThrownBy(() -> new Seal(Seal.newKey()).open(sealed, "user:1"))
        .isInstanceOf(SealedElsewhereException.class)
        .hasMessageContaining("sealed with key");
  }

  @Test
  void whatWasChangedDoesNotOpen() {
    String sealed = seal.seal(SECRET, "user:1");
    for (int i = 0; i < sealed.length(); i++) {
      char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
      String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
      assertThatThrownBy(() -> seal.open(changed, "user:1"))
          .as("character %d", i)
          .isInstanceOf(SealedElsewhereException.class);
    }
    assertThatThrownBy(() -> seal.open("1", "user:1")).isInstanceOf(SealedElsewhereException.class);
  }

  @Test
  void aDigestIsOfItsOwnerAndKey() {
    assertThat(seal.digest("123456", "user:1"))
        .isEqualTo(new Seal(key).digest("123456", "user:1"))
        .isNotEqualTo(seal.digest("123456", "user:2"))
        .isNotEqualTo(new Seal(Seal.newKey()).digest("123456", "user:1"))
        .hasSize(64);
  }

  /** RFC 6238 appendix B, the last six of its eight digits. */
  @ParameterizedTest
  @CsvSource({"59, 287082", "1111111109, 081804", "1234567890, 005924", "20000000000, 353130"})
  void codesAreThoseOfTheStandard(long second, String code) {
    assertThat(new TimeCodes().code(SECRET, Instant.ofEpochSecond(second))).isEqualTo(code);
  }

  @Test
  void aStepCountsWithItsNeighboursAndNeverAgain() {
    TimeCodes codes = new TimeCodes();
    Instant now = Instant.ofEpochSecond(1_111_111_109);
    long step = 1_111_111_109L / 30;
    String code = codes.code(SECRET, now);
    assertThat(codes.step(SECRET, code, now, -1)).hasValue(step);
    assertThat(codes.step(SECRET, code, now.plusSeconds(30), -1)).hasValue(step);
    assertThat(codes.step(SECRET, code, now.minusSeconds(30), -1)).hasValue(step);
    assertThat(codes.step(SECRET, code, now.plusSeconds(60), -1)).isEmpty();
    assertThat(codes.step(SECRET, code, now, step)).isEmpty();
  }

  /** RFC 4648 10. */
  @ParameterizedTest
  @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB"})
  void secretsAreWrittenAsPeopleTypeThem(String text, String base32) {
    assertThat(TimeCodes.base32(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(base32);
  }
}
