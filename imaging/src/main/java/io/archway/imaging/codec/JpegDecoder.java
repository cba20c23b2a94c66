package io.archway.imaging.codec;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
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
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;

/**
 * JPEG of 8 bits a sample and JPEG lossless of 8 and 16 bits (PS3.5 8.2.1): components as they are
 * coded, without conversion of color. Holds one frame.
 */
final class JpegDecoder {
  private static final int LOSSLESS_BYTES_PER_SAMPLE = Integer.BYTES + Short.BYTES;

  private final PixelDescription pixels;
  private final TimeLimit time;
  private final PictureLimits limits;

  JpegDecoder(PixelDescription pixels, TimeLimit time, PictureLimits limits) {
    this.pixels = pixels;
    this.time = time;
    this.limits = limits;
  }

  Decoded decode(ByteSource frame, int step) throws IOException {
    JpegHeader header;
    try (InputStream in = new SourceStream(frame, time)) {
      header = JpegHeader.read(in);
    }
    check(header, step);
    ImageReader reader = reader();
    ImageReadParam param = reader.getDefaultReadParam();
    if (!header.isLossless()) {
      param.setSourceSubsampling(step, step, 0, 0);
    }
    Raster raster = ImageReading.raster(reader, frame, param, time);
    ImageReading.requireBands(raster, pixels.samples());
    boolean whole = raster.getWidth() == header.width();
    return new Decoded(ImageReading.samples(raster, pixels, whole ? step : 1), photometric(header));
  }

  private void check(JpegHeader header, int step) throws PictureException {
    if (header.process() > 3 || !header.isLossless() && header.precision() != 8) {
      throw PictureException.unsupported(
          "JPEG process %d of %d bits (expected: 8 bits, or lossless)"
              .formatted(header.process(), header.precision()));
    }
    if (header.width() != pixels.columns() || header.height() != pixels.rows()) {
      throw PictureException.corrupt(
          "JPEG of %d columns, %d rows (expected: %d, %d)"
              .formatted(header.width(), header.height(), pixels.columns(), pixels.rows()));
    }
    if (header.components() != pixels.samples()) {
      throw PictureException.corrupt(
          "JPEG components: %d (expected: %d)".formatted(header.components(), pixels.samples()));
    }
    long samples = pixels.pixels() * pixels.samples();
    long decoder =
        header.isLossless()
            ? samples * LOSSLESS_BYTES_PER_SAMPLE
            : samples / ((long) step * step) + (header.process() == 2 ? 2 * samples : 0);
    limits.requireMemory(decoder + FrameDecoder.heldBytes(pixels, step));
  }

  private Photometric photometric(JpegHeader header) {
    Photometric said = pixels.photometric();
    if (pixels.samples() != 3) {
      return said;
    }
    return header.isLuminance(said.isLuminance()) ? Photometric.YBR_FULL : Photometric.RGB;
  }

  private static ImageReader reader() throws IOException {
    return IIORegistry.getDefaultInstance()
        .getServiceProviderByClass(JPEGImageReaderSpi.class)
        .createReaderInstance();
  }
}
