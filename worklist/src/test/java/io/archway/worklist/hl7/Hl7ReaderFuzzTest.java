package io.archway.worklist.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes: orders, or an OrderException. Seeds are in the folder of resources of this
 * name; run with JAZZER_FUZZ=1 to look for more.
 */
class Hl7ReaderFuzzTest {

  @FuzzTest(maxDuration = "5m")
  void readsAnything(byte[] input) {
    Hl7OrdersTest.read(input);
  }

  @Test
  void seedsAreThere() {
    assertThat(getClass().getResource("Hl7ReaderFuzzTestInputs/readsAnything")).isNotNull();
  }
}
