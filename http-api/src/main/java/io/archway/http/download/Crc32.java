package io.archway.http.download;

/**
 * CRC-32 of bytes put together from parts whose CRC-32s are known (the polynomial of ISO 3309, as
 * zip archives have it): a part moves by as many zero bytes as follow it, which is a product of
 * matrices over GF(2). Stateless.
 */
final class Crc32 {
  private static final int BITS = 32;
  private static final int POLYNOMIAL = 0xEDB88320;

  private Crc32() {}

  /** Of one part and a second of so many bytes behind it. */
  static int append(int first, int second, long secondLength) {
    return shift(first, secondLength) ^ second;
  }

  /** Of what is behind a first part, from the CRC-32 of both. */
  static int without(int first, int both, long restLength) {
    return shift(first, restLength) ^ both;
  }

  private static int shift(int crc, long zeroBytes) {
    int[] power = oneZeroByte();
    int shifted = crc;
    for (long left = zeroBytes; left != 0; left >>>= 1) {
      if ((left & 1) != 0) {
        shifted = times(power, shifted);
      }
      power = square(power);
    }
    return shifted;
  }

  private static int[] oneZeroByte() {
    int[] bit = new int[BITS];
    bit[0] = POLYNOMIAL;
    for (int i = 1; i < BITS; i++) {
      bit[i] = 1 << (i - 1);
    }
    return square(square(square(bit)));
  }

  private static int[] square(int[] matrix) {
    int[] squared = new int[BITS];
    for (int i = 0; i < BITS; i++) {
      squared[i] = times(matrix, matrix[i]);
    }
    return squared;
  }

  private static int times(int[] matrix, int vector) {
    int sum = 0;
    for (int i = 0; i < BITS; i++) {
      if ((vector >>> i & 1) != 0) {
        sum ^= matrix[i];
      }
    }
    return sum;
  }
}
