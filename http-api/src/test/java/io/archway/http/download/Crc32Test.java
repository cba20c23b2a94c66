package io.archway.http.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class Crc32Test {

  @Test
  void partsPutTogetherHaveTheChecksumOfTheWhole() {
    byte[] bytes = new byte[100_003];
    new Random(7).nextBytes(bytes);
    for (int cut : new int[] {0, 1, 2, 7, 4_096, 65_537, bytes.length - 1, bytes.length}) {
      int first = of(Arrays.copyOf(bytes, cut));
      int second = of(Arrays.copyOfRange(bytes, cut, bytes.length));
      int rest = bytes.length - cut;
      assertThat(Crc32.append(first, second, rest)).isEqualTo(of(bytes));
      assertThat(Crc32.without(first, of(bytes), rest)).isEqualTo(second);
    }
  }

  private static int of(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
