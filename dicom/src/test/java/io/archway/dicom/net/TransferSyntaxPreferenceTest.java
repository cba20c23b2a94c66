package io.archway.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferSyntaxPreferenceTest {

  private static final String ROOT = "1.2.840.10008.1.2";

  /** One of each rank, best first. */
  private static final List<String> ORDER =
      List.of(
          ROOT + ".1",
          ROOT + ".4.70",
          ROOT,
          ROOT + ".1.99",
          ROOT + ".2",
          ROOT + ".4.50",
          "1.2.276.0.7230010.9.9");

  @Test
  void choosesTheBetterOfAnyTwoInEitherOrder() {
    for (int better = 0; better < ORDER.size(); better++) {
      for (int worse = better + 1; worse < ORDER.size(); worse++) {
        List<String> both = new ArrayList<>(List.of(ORDER.get(better), ORDER.get(worse)));
        assertThat(TransferSyntaxPreference.choose(both)).contains(ORDER.get(better));
        Collections.reverse(both);
        assertThat(TransferSyntaxPreference.choose(both)).contains(ORDER.get(better));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".4.57", ".4.70", ".4.80", ".4.90", ".4.92", ".4.110", ".4.201", ".4.202", ".5"})
  void losslessCompressionGoesBeforeImplicit(String suffix) {
    assertThat(TransferSyntaxPreference.choose(List.of(ROOT, ROOT + suffix)))
        .contains(ROOT + suffix);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".4.50", ".4.51", ".4.81", ".4.91", ".4.93", ".4.100", ".4.102", ".4.107", ".4.111",
        ".4.112", ".4.203"
      })
  void lossyCompressionIsTheLastResort(String suffix) {
    assertThat(TransferSyntaxPreference.choose(List.of(ROOT + suffix, ROOT + ".2")))
        .contains(ROOT + ".2");
    assertThat(TransferSyntaxPreference.choose(List.of(ROOT + suffix))).contains(ROOT + suffix);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".4.94", ".4.95", ".4.204", ".4.205", ".7.1", ".7.2", ".7.3", ".6.1", ".6.2"})
  void pixelsThatAreElsewhereAreNeverAccepted(String suffix) {
    assertThat(TransferSyntaxPreference.choose(List.of(ROOT + suffix))).isEmpty();
  }

  @Test
  void amongEqualsTheRequesterDecides() {
    List<String> lossless = Arrays.asList(ROOT + ".4.90", ROOT + ".4.70", ROOT + ".5");
    assertThat(TransferSyntaxPreference.choose(lossless)).contains(ROOT + ".4.90");
  }

  @Test
  void whatIsNoUidIsNotAccepted() {
    assertThat(TransferSyntaxPreference.choose(List.of("", "1..2", "abc", "1.2 3"))).isEmpty();
    assertThat(TransferSyntaxPreference.choose(List.of())).isEmpty();
  }
}
