package io.archway.imaging.picture;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.TransferSyntax;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.TimeLimit;
import io.archway.imaging.frame.ImageFile;
import io.archway.imaging.pixel.PixelDescription;
import io.archway.imaging.render.FrameRendering;
import java.awt.image.BufferedImage;
import java.io.IOException;

/** A DICOM image as a small picture: the frame that stands for all. Stateless, any thread. */
public final class FramePicture {
  /** What may go black or white where an object gives no window: a hot pixel must not decide. */
  private static final double CLIPPED = 0.001;

  private FramePicture() {}

  /**
   * Draws it.
   *
   * @param dataSet the data set alone; may be of any length, only what is needed is read
   * @param size of the longer side, in pixels, 1 to 4096
   * @throws PictureException why there is none
   * @throws IOException where the source cannot be read
   */
  public static Picture of(
      ByteSource dataSet, TransferSyntax syntax, int size, PictureLimits limits)
      throws IOException {
    try {
      ImageFile file = ImageFile.open(dataSet, syntax, limits, TimeLimit.of(limits));
      PixelDescription pixels = file.pixels();
      int step = Scaling.step(pixels.columns(), pixels.rows(), size);
      FrameRendering.Rendered frame =
          FrameRendering.render(file, file.representativeFrame(), step, CLIPPED, limits);
      limits.requireMemory(
          3L * Integer.BYTES * frame.image().getWidth() * frame.image().getHeight());
      BufferedImage small = Scaling.fit(frame.image(), frame.pixelAspect(), size);
      return Picture.jpeg(small, frame.gray());
    } catch (DicomParseException e) {
      throw new PictureException(PictureFault.CORRUPT, e.getMessage(), e);
    }
  }
}
