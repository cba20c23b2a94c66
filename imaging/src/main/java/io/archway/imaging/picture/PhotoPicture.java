package io.archway.imaging.picture;

import io.archway.dicom.data.ByteSource;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.TimeLimit;
import io.archway.imaging.codec.ImageReading;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * A photograph (JPEG, PNG, GIF) as a small picture, turned as its camera says (EXIF orientation).
 * Stateless, any thread.
 */
public final class PhotoPicture {
  /** Of a progressive JPEG, outside the heap: two bytes for each coefficient. */
  private static final int NATIVE_BYTES_PER_PIXEL = 6;

  private static final int NATIVE_SHARE = 4;
  private static final int UPRIGHT = 1;
  private static final String JPEG_FORMAT = "jpeg";

  private PhotoPicture() {}

  /**
   * Draws it.
   *
   * @param file the whole file
   * @param format {@code jpeg}, {@code png} or {@code gif}
   * @param size of the longer side, in pixels, 1 to 4096
   * @throws PictureException why there is none
   * @throws IOException where the source cannot be read
   */
  public static Picture of(ByteSource file, String format, int size, PictureLimits limits)
      throws IOException {
    TimeLimit time = TimeLimit.of(limits);
    int orientation = format.equals(JPEG_FORMAT) ? ExifOrientation.read(file, time) : UPRIGHT;
    BufferedImage image = read(file, format, size, limits, time);
    BufferedImage small = Scaling.fit(Scaling.rgb(image), 1, size);
    return Picture.jpeg(Orientation.upright(small, orientation), false);
  }

  private static BufferedImage read(
      ByteSource file, String format, int size, PictureLimits limits, TimeLimit time)
      throws IOException {
    ImageReader reader = reader(format);
    return ImageReading.read(
        reader,
        file,
        time,
        () -> {
          int width = reader.getWidth(0);
          int height = reader.getHeight(0);
          int step = Scaling.step(width, height, size);
          check(width, height, step, format, limits);
          ImageReadParam param = reader.getDefaultReadParam();
          param.setSourceSubsampling(step, step, 0, 0);
          return reader.read(0, param);
        });
  }

  /** Of several the JDK's own, or for JPEG the one that knows what cameras write. */
  private static ImageReader reader(String format) throws PictureException {
    String wanted = format.equals(JPEG_FORMAT) ? "com.twelvemonkeys." : "com.sun.";
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith(wanted)) {
        return reader;
      }
      reader.dispose();
    }
    throw PictureException.unsupported("no reader of " + format);
  }

  private static void check(int width, int height, int step, String format, PictureLimits limits)
      throws PictureException {
    long pixels = (long) width * height;
    if (width < 1 || height < 1 || pixels > limits.maxPixels()) {
      throw PictureException.tooLarge(
          "pixels: %d x %d (expected: <= %d in all)".formatted(width, height, limits.maxPixels()));
    }
    boolean jpeg = format.equals(JPEG_FORMAT);
    if (jpeg && pixels * NATIVE_BYTES_PER_PIXEL > NATIVE_SHARE * limits.maxMemoryBytes()) {
      throw PictureException.tooLarge("photograph of %d pixels".formatted(pixels));
    }
    long shown = (pixels / step / step + width + height) * Integer.BYTES;
    limits.requireMemory(3 * shown + 8L * width);
  }
}
