package io.archway.imaging.pixel;

import io.archway.imaging.PictureException;
import java.util.Locale;

/** Photometric Interpretation (0028,0004), PS3.3 C.7.6.3.1.2: those that can be drawn. */
public enum Photometric {
  MONOCHROME1(1, false),
  MONOCHROME2(1, false),
  PALETTE_COLOR(1, false),
  RGB(3, false),
  YBR_FULL(3, true),
  YBR_FULL_422(3, true),
  /** Reversible color transform of JPEG 2000, which its decoder undoes. */
  YBR_RCT(3, false),
  /** Irreversible color transform of JPEG 2000, which its decoder undoes. */
  YBR_ICT(3, false);

  private final int samples;
  private final boolean luminance;

  Photometric(int samples, boolean luminance) {
    this.samples = samples;
    this.luminance = luminance;
  }

  /** Samples per Pixel (0028,0002) that it goes with. */
  public int samples() {
    return samples;
  }

  /** True if decoded values are luminance and chrominance, of full range. */
  public boolean isLuminance() {
    return luminance;
  }

  public boolean isMonochrome() {
    return this == MONOCHROME1 || this == MONOCHROME2;
  }

  /**
   * The defined term of an image; where it is absent, what the number of samples suggests.
   *
   * @throws PictureException UNSUPPORTED for any other
   */
  static Photometric of(String term, int samples) throws PictureException {
    if (term == null) {
      return samples == 1 ? MONOCHROME2 : RGB;
    }
    String name = term.trim().toUpperCase(Locale.ROOT).replace(' ', '_');
    for (Photometric each : values()) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    throw PictureException.unsupported(
        "photometric interpretation %s (expected: a monochrome, palette, RGB or full YBR one)"
            .formatted(safe(name)));
  }

  private static String safe(String name) {
    return name.replaceAll("[^A-Z0-9_]", "?").substring(0, Math.min(16, name.length()));
  }
}
