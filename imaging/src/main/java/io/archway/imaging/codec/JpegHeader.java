package io.archway.imaging.codec;

import io.archway.imaging.PictureException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a JPEG code stream says of itself before its first scan (ISO 10918-1 B.2).
 *
 * @param process the low four bits of its SOF marker: 0 baseline, 1 extended, 2 progressive, 3
 *     lossless
 * @param precision bits a sample, 2 to 16
 * @param componentIds one for each component
 * @param subsampled true if some component has fewer samples than another
 * @param jfif true if an APP0 marker says JFIF, in which color is always YCbCr
 * @param adobeTransform of an APP14 marker (0 none, 1 YCbCr), or -1
 */
record JpegHeader(
    int process,
    int precision,
    int height,
    int width,
    byte[] componentIds,
    boolean subsampled,
    boolean jfif,
    int adobeTransform) {
  private static final int MAX_MARKERS = 1_000;
  private static final int MAX_COMPONENTS = 4;

  static JpegHeader read(InputStream in) throws IOException {
    if (next(in) != 0xFF || next(in) != 0xD8) {
      throw PictureException.corrupt("no JPEG code stream (expected: SOI, FFD8)");
    }
    boolean jfif = false;
    int adobe = -1;
    JpegHeader frame = null;
    for (int i = 0; i < MAX_MARKERS; i++) {
      int marker = marker(in);
      if (marker == 0xDA && frame != null) {
        return frame;
      }
      if (marker == 0xD9 || marker == 0xDA) {
        throw PictureException.corrupt("JPEG code stream without a frame header");
      }
      int length = (next(in) << 8 | next(in)) - 2;
      if (length < 0) {
        throw PictureException.corrupt("JPEG segment of length %d".formatted(length));
      }
      if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
        if (frame != null) {
          throw PictureException.corrupt("JPEG code stream with several frame headers");
        }
        frame = frame(marker & 0x0F, in.readNBytes(length), jfif, adobe);
        continue;
      }
      if (marker == 0xE0 || marker == 0xEE) {
        byte[] segment = in.readNBytes(length);
        jfif |= marker == 0xE0 && begins(segment, "JFIF");
        adobe = marker == 0xEE && begins(segment, "Adobe") && length >= 12 ? segment[11] : adobe;
      } else {
        in.skipNBytes(length);
      }
    }
    throw PictureException.corrupt("JPEG markers: more than %d".formatted(MAX_MARKERS));
  }

  private static JpegHeader frame(int process, byte[] segment, boolean jfif, int adobe)
      throws PictureException {
    int components = segment.length < 6 ? 0 : segment[5] & 0xFF;
    if (components < 1 || components > MAX_COMPONENTS || segment.length < 6 + 3 * components) {
      throw PictureException.corrupt(
          "JPEG components: %d (expected: 1 to %d)".formatted(components, MAX_COMPONENTS));
    }
    byte[] ids = new byte[components];
    boolean subsampled = false;
    for (int i = 0; i < components; i++) {
      ids[i] = segment[6 + 3 * i];
      subsampled |= segment[7 + 3 * i] != segment[7];
    }
    return new JpegHeader(
        process,
        segment[0] & 0xFF,
        word(segment, 1),
        word(segment, 3),
        ids,
        subsampled,
        jfif,
        adobe);
  }

  int components() {
    return componentIds.length;
  }

  boolean isLossless() {
    return process == 3;
  }

  /** Whether its components are luminance and chrominance, whatever the DICOM header calls them. */
  boolean isLuminance(boolean said) {
    if (adobeTransform >= 0) {
      return adobeTransform != 0;
    }
    if (isLossless()) {
      return said;
    }
    boolean namedRgb = componentIds[0] == 'R' && componentIds[1] == 'G' && componentIds[2] == 'B';
    return !namedRgb && (said || jfif || subsampled);
  }

  private static int marker(InputStream in) throws IOException {
    int value = next(in);
    if (value != 0xFF) {
      throw PictureException.corrupt("JPEG code stream without a marker where one must be");
    }
    while (value == 0xFF) {
      value = next(in);
    }
    return value;
  }

  private static int next(InputStream in) throws IOException {
    int value = in.read();
    if (value < 0) {
      throw new EOFException();
    }
    return value;
  }

  private static int word(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
  }

  private static boolean begins(byte[] segment, String text) {
    if (segment.length < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (segment[i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
