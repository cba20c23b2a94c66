package io.archway.imaging;

/** Why there is no picture of something. */
public enum PictureFault {
  /** It has no pixels. */
  NO_PIXELS,
  /** Its pixels are in a form that is not decoded. */
  UNSUPPORTED,
  /** Its description contradicts itself, or its pixels are damaged or end too early. */
  CORRUPT,
  /** It is larger than the limits. */
  TOO_LARGE,
  /** It took more time than the limit. */
  TIME
}
