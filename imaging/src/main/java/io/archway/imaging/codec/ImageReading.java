package io.archway.imaging.codec;

import io.archway.dicom.data.ByteSource;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.TimeLimit;
import io.archway.imaging.pixel.PixelDescription;
import io.archway.imaging.pixel.Samples;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Reading rasters with ImageIO: whatever a reader throws of damaged input is one error. */
final class ImageReading {

  private ImageReading() {}

  /**
   * @param reader disposed of in any case
   */
  static Raster raster(ImageReader reader, ByteSource bytes, ImageReadParam param, TimeLimit time)
      throws IOException {
    EndWarnings warnings = new EndWarnings();
    try (SourceImageInput in = new SourceImageInput(bytes, time)) {
      reader.addIIOReadWarningListener(warnings);
      reader.setInput(in, false, true);
      Raster raster = reader.readRaster(0, param);
      time.check();
      if (warnings.endedEarly) {
        throw PictureException.corrupt("code stream ends early");
      }
      return raster;
    } catch (PictureException e) {
      throw e;
    } catch (IIOException | EOFException e) {
      throw fault(e);
    } catch (RuntimeException | StackOverflowError e) {
      throw fault(e);
    } finally {
      reader.dispose();
    }
  }

  private static PictureException fault(Throwable e) {
    if (e.getCause() instanceof PictureException cause) {
      return cause;
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
