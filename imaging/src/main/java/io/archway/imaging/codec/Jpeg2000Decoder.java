package io.archway.imaging.codec;

import com.github.jaiimageio.jpeg2000.J2KImageReadParam;
import com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi;
import io.archway.dicom.data.ByteSource;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.TimeLimit;
import io.archway.imaging.frame.SourceStream;
import io.archway.imaging.pixel.Photometric;
import io.archway.imaging.pixel.PixelDescription;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.ImageReader;

/**
 * JPEG 2000, lossless and lossy (PS3.5 8.2.4). Its decoder undoes the transform of colors. Holds
 * one frame, of which whole resolutions are left out where not all rows and columns are asked for.
 */
final class Jpeg2000Decoder {
  private static final int MAX_TILES = 1_024;
  private static final int MIN_PRECINCT = 5;

  /** Of coefficients, before and after the inverse transform, and of the raster. */
  private static final int BYTES_PER_SAMPLE = 3 * Integer.BYTES;

  private static final int BYTES_PER_CODE_BLOCK = 400;
  private static final int BYTES_PER_LAYER_OF_BLOCK = 24;

  private final PixelDescription pixels;
  private final TimeLimit time;
  private final PictureLimits limits;

  Jpeg2000Decoder(PixelDescription pixels, TimeLimit time, PictureLimits limits) {
    this.pixels = pixels;
    this.time = time;
    this.limits = limits;
  }

  Decoded decode(ByteSource frame, int step) throws IOException {
    Jpeg2000Header header;
    try (InputStream in = new SourceStream(frame, time)) {
      header = Jpeg2000Header.read(in);
    }
    int leftOut = Math.min(header.levels(), 31 - Integer.numberOfLeadingZeros(step));
    check(header, frame, step, leftOut);
    ImageReader reader = new J2KImageReaderSpi().createReaderInstance(null);
    J2KImageReadParam param = (J2KImageReadParam) reader.getDefaultReadParam();
    param.setResolution(header.levels() - leftOut);
    Raster raster = ImageReading.raster(reader, frame, param, time);
    ImageReading.requireBands(raster, pixels.samples());
    return new Decoded(ImageReading.samples(raster, pixels, step >> leftOut), photometric(header));
  }

  /**
   * @param leftOut how many resolutions are not decoded, each of which halves rows and columns
   */
  private void check(Jpeg2000Header header, ByteSource frame, int step, int leftOut)
      throws PictureException {
    if (header.width() != pixels.columns() || header.height() != pixels.rows()) {
      throw PictureException.corrupt(
          "JPEG 2000 of %d columns, %d rows (expected: %d, %d)"
              .formatted(header.width(), header.height(), pixels.columns(), pixels.rows()));
    }
    if (header.components() != pixels.samples()) {
      throw PictureException.corrupt(
          "JPEG 2000 components: %d (expected: %d)"
              .formatted(header.components(), pixels.samples()));
    }
    if (header.maxPrecision() > 16 || header.subsampled() || header.levels() > 32) {
      throw PictureException.unsupported(
          "JPEG 2000 of %d bits or with subsampled components (expected: <= 16, not subsampled)"
              .formatted(header.maxPrecision()));
    }
    if (header.tiles() > MAX_TILES || header.precincts() < MIN_PRECINCT) {
      throw PictureException.tooLarge(
          "JPEG 2000 of %d tiles, precincts of 2^%d (expected: <= %d, >= 2^%d)"
              .formatted(header.tiles(), header.precincts(), MAX_TILES, MIN_PRECINCT));
    }
    limits.requireMemory(memory(header, frame, leftOut) + FrameDecoder.heldBytes(pixels, step));
  }

  private long memory(Jpeg2000Header header, ByteSource frame, int leftOut) {
    long samples = pixels.pixels() * pixels.samples();
    return (samples >> 2 * leftOut) * BYTES_PER_SAMPLE
        + codeBlocks(header, samples)
            * (BYTES_PER_CODE_BLOCK + (long) BYTES_PER_LAYER_OF_BLOCK * header.layers())
        + frame.length();
  }

  /** At least one for each of three bands of each resolution of each tile. */
  private static long codeBlocks(Jpeg2000Header header, long samples) {
    long precinct = 1L << 2 * header.precincts();
    return samples / Math.min(header.codeBlockPixels(), precinct)
        + header.tiles() * header.components() * (3L * header.levels() + 1);
  }

  private Photometric photometric(Jpeg2000Header header) {
    Photometric said = pixels.photometric();
    boolean undone =
        header.componentTransform() || said == Photometric.YBR_RCT || said == Photometric.YBR_ICT;
    return pixels.samples() == 3 && undone ? Photometric.RGB : said;
  }
}
