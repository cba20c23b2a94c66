package io.archway.imaging.apart;

/**
 * What the gateway and a process that draws say to each other, over the input and output of the
 * process, all numbers big endian.
 *
 * <pre>
 * gateway: size (4) length of the document (8)
 * process: READ     (1) position (8) length (4)       gateway: as many bytes
 *          PICTURE  (1) length (4) bytes of a JPEG    and waits for the next document
 *          FAULT    (1) fault (1) text (2 + n)        and waits for the next document
 * </pre>
 */
final class Talk {
  static final int READ = 1;
  static final int PICTURE = 2;
  static final int FAULT = 3;

  static final int MAX_READ_BYTES = 64 << 10;
  static final int MAX_PICTURE_BYTES = 64 << 20;

  /** How a process ends whose picture took too long. */
  static final int EXIT_TIME = 9;

  /** How Java ends where memory does (-XX:+ExitOnOutOfMemoryError). */
  static final int EXIT_MEMORY = 3;

  private Talk() {}
}
