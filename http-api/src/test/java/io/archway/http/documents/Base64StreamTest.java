package io.archway.http.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64StreamTest {
  private static byte[] decoded(byte[] text, int piece) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Base64Stream stream =
        new Base64Stream(
            bytes -> {
              byte[] some = new byte[bytes.remaining()];
              bytes.get(some);
              all.writeBytes(some);
            });
    for (int at = 0; at < text.length; at += piece) {
      stream.accept(ByteBuffer.wrap(text, at, Math.min(piece, text.length - at)));
    }
    stream.finish();
    return all.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4096, 1 << 20})
  void anyLengthInAnyPiecesIsDecoded(int piece) throws Exception {
    byte[] bytes = new byte[50_000];
    new Random(1).nextBytes(bytes);
    for (int length : new int[] {0, 1, 2, 3, 12_287, 12_288, 12_289, 50_000}) {
      byte[] some = java.util.Arrays.copyOf(bytes, length);
      assertThat(decoded(Base64.getEncoder().encode(some), piece)).isEqualTo(some);
      assertThat(decoded(Base64.getMimeEncoder().encode(some), piece)).isEqualTo(some);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "AAA", "AA=A", "AAAA=", "A===", "AA-_", "====", "AA==AAAA"})
  void whatIsNotIsRefused(String text) {
    assertThatThrownBy(() -> decoded(text.getBytes(StandardCharsets.US_ASCII), 1))
        .hasMessage("expected: Base64");
  }

  @Test
  void paddingWithoutEndIsRefusedInBoundedMemory() {
    byte[] text = "=".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> decoded(text, 1_000)).hasMessage("expected: Base64");
  }
}
