package io.archway.imaging.codec;

import io.archway.dicom.data.ByteSource;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.TimeLimit;
import io.archway.imaging.pixel.PixelDescription;
import io.archway.imaging.pixel.Samples;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Reading rasters with ImageIO: whatever a reader throws of damaged input is one error. */
public final class ImageReading {

  private ImageReading() {}

  /**
   * @param reader disposed of in any case
   */
  static Raster raster(ImageReader reader, ByteSource bytes, ImageReadParam param, TimeLimit time)
      throws IOException {
    EndWarnings warnings = new EndWarnings();
    reader.addIIOReadWarningListener(warnings);
    return read(
        reader,
        bytes,
        time,
        () -> {
          Raster raster = reader.readRaster(0, param);
          if (warnings.endedEarly) {
            throw PictureException.corrupt("code stream ends early");
          }
          return raster;
        });
  }

  /** What is done with a reader that has its input. */
  public interface Reading<T> {
    T read() throws IOException;
  }

  /**
   * Reads with whatever reader: its failures become CORRUPT, those of the source stay what they
   * are.
   *
   * @param reader disposed of in any case
   */
  public static <T> T read(ImageReader reader, ByteSource bytes, TimeLimit time, Reading<T> reading)
      throws IOException {
    try (SourceImageInput in = new SourceImageInput(bytes, time)) {
      reader.setInput(in, false, true);
      try {
        T read = reading.read();
        time.check();
        return read;
      } catch (IOException | RuntimeException | Error e) {
        throw failure(e, in.failure());
      }
    } finally {
      reader.dispose();
    }
  }

  private static IOException failure(Throwable e, IOException ofSource) {
    if (ofSource != null) {
      return ofSource;
    }
    if (e instanceof PictureException fault) {
      return fault;
    }
    if (e.getCause() instanceof PictureException fault) {
      return fault;
    }
    if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
      throw fatal;
    }
    return new PictureException(
        PictureFault.CORRUPT, "code stream is damaged: " + e.getClass().getSimpleName(), e);
  }

  /** Values of a raster, of which only every {@code step}-th row and column is taken. */
  static Samples samples(Raster raster, PixelDescription pixels, int step) {
    int width = Samples.length(raster.getWidth(), step);
    int height = Samples.length(raster.getHeight(), step);
    Samples samples = Samples.empty(width, height, pixels.samples());
    int[] row = new int[raster.getWidth()];
    for (int plane = 0; plane < pixels.samples(); plane++) {
      short[] values = samples.planes()[plane];
      int target = 0;
      for (int y = 0; y < raster.getHeight(); y += step) {
        raster.getSamples(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, plane, row);
        for (int x = 0; x < row.length; x += step) {
          values[target++] = (short) pixels.pattern(row[x] & 0xFFFF);
        }
      }
    }
    return samples;
  }

  static void requireBands(Raster raster, int samples) throws PictureException {
    if (raster.getNumBands() != samples) {
      throw PictureException.corrupt(
          "components: %d (expected: %d)".formatted(raster.getNumBands(), samples));
    }
  }

  private static final class EndWarnings implements IIOReadWarningListener {
    boolean endedEarly;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      String lower = warning == null ? "" : warning.toLowerCase(Locale.ROOT);
      endedEarly |= lower.contains("premature end") || lower.contains("truncated");
    }
  }
}
