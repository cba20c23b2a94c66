package io.archway.dicom.data;

/** Turning numbers between big and little endian (PS3.5 7.3). Stateless. */
final class ByteOrders {
  private ByteOrders() {}

  /** Reverses each whole unit in place; bytes that make no whole unit stay. */
  static void swap(byte[] bytes, int unitBytes) {
    swap(bytes, bytes.length, unitBytes);
  }

  static void swap(byte[] bytes, int length, int unitBytes) {
    if (unitBytes == 1) {
      return;
    }
    for (int start = 0; start + unitBytes <= length; start += unitBytes) {
      for (int i = start, j = start + unitBytes - 1; i < j; i++, j--) {
        byte b = bytes[i];
        bytes[i] = bytes[j];
        bytes[j] = b;
      }
    }
  }
}
