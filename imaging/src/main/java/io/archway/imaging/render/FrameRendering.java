package io.archway.imaging.render;

import io.archway.dicom.data.DicomParseException;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.codec.Decoded;
import io.archway.imaging.codec.FrameDecoder;
import io.archway.imaging.frame.ImageFile;
import io.archway.imaging.pixel.Photometric;
import io.archway.imaging.pixel.PixelDescription;
import io.archway.imaging.pixel.Samples;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;

/**
 * Draws a frame as its object asks to be shown: windowed by its first window or table, else from
 * its lowest to its highest value. Stateless, any thread.
 */
public final class FrameRendering {

  private FrameRendering() {}

  /**
   * A frame as it is shown.
   *
   * @param image of {@link BufferedImage#TYPE_INT_RGB}
   * @param gray true if red, green and blue are the same everywhere
   * @param pixelAspect height of a pixel divided by its width, 0.1 to 10
   */
  public record Rendered(BufferedImage image, boolean gray, double pixelAspect) {}

  /**
   * Decodes and draws a frame.
   *
   * @param frame from 0
   * @param step 1 for all rows and columns, n for every n-th, which takes the less memory
   * @param clipped the share of pixels at each end of the values that may go black or white where
   *     the object gives no window, 0 to 0.1
   * @throws PictureException with any fault
   */
  public static Rendered render(
      ImageFile file, int frame, int step, double clipped, PictureLimits limits)
      throws IOException {
    try {
      PixelDescription pixels = file.pixels();
      limits.requireMemory(heldBytes(pixels, step));
      Decoded decoded = FrameDecoder.decode(file, frame, step, limits);
      FrameAttributes attributes = new FrameAttributes(file.attributes(), frame);
      BufferedImage image = draw(decoded, pixels, attributes, clipped);
      return new Rendered(image, pixels.photometric().isMonochrome(), attributes.pixelAspect());
    } catch (DicomParseException e) {
      throw new PictureException(PictureFault.CORRUPT, e.getMessage(), e);
    }
  }

  /** Stored values and picture together, in bytes. */
  public static long heldBytes(PixelDescription pixels, int step) {
    long held = FrameDecoder.heldBytes(pixels, step);
    return held + held / pixels.samples() / Short.BYTES * Integer.BYTES;
  }

  private static BufferedImage draw(
      Decoded decoded, PixelDescription pixels, FrameAttributes attributes, double clipped)
      throws PictureException {
    Samples samples = decoded.samples();
    BufferedImage image =
        new BufferedImage(samples.width(), samples.height(), BufferedImage.TYPE_INT_RGB);
    int[] colors = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    if (pixels.photometric().isMonochrome()) {
      byte[] gray = new GrayScale(pixels, attributes).table(samples, clipped);
      for (int i = 0; i < colors.length; i++) {
        colors[i] = (gray[samples.at(0, i)] & 0xFF) * 0x010101;
      }
    } else if (pixels.photometric() == Photometric.PALETTE_COLOR) {
      int[] palette = ColorScale.palette(pixels, attributes.object());
      for (int i = 0; i < colors.length; i++) {
        colors[i] = palette[samples.at(0, i)];
      }
    } else {
      for (int i = 0; i < colors.length; i++) {
        colors[i] = ColorScale.rgb(decoded, pixels, i);
      }
    }
    return image;
  }
}
