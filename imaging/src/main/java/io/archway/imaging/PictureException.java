package io.archway.imaging;

import java.io.IOException;

/**
 * There is no picture, and why: what, value, expectation. Never a value that may be a patient's.
 */
public final class PictureException extends IOException {
  private static final long serialVersionUID = 1;

  private final PictureFault fault;

  public PictureException(PictureFault fault, String problem) {
    super(problem);
    this.fault = fault;
  }

  public PictureException(PictureFault fault, String problem, Throwable cause) {
    super(problem, cause);
    this.fault = fault;
  }

  public static PictureException unsupported(String problem) {
    return new PictureException(PictureFault.UNSUPPORTED, problem);
  }

  public static PictureException corrupt(String problem) {
    return new PictureException(PictureFault.CORRUPT, problem);
  }

  public static PictureException tooLarge(String problem) {
    return new PictureException(PictureFault.TOO_LARGE, problem);
  }

  public PictureFault fault() {
    return fault;
  }
}
