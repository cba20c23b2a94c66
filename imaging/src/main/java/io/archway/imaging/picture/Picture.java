package io.archway.imaging.picture;

import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A small picture, encoded.
 *
 * @param mediaType image/jpeg or image/png
 */
public record Picture(String mediaType, byte[] bytes) {
  public static final String JPEG = "image/jpeg";
  public static final String PNG = "image/png";

  private static final float QUALITY = 0.85f;

  /**
   * As JPEG, for what has many shades.
   *
   * @param image of {@link BufferedImage#TYPE_INT_RGB}
   * @param gray true to keep one sample of the three, which are the same
   */
  static Picture jpeg(BufferedImage image, boolean gray) throws IOException {
    return new Picture(JPEG, encode(gray ? gray(image) : image, "jpeg", QUALITY));
  }

  /** As PNG, for what has few. */
  static Picture png(BufferedImage image) {
    try {
      return new Picture(PNG, encode(image, "png", -1));
    } catch (IOException e) {
      throw new IllegalStateException(e); // nothing is written but memory
    }
  }

  /** Copies values: Java would convert them, since its gray is linear. */
  private static BufferedImage gray(BufferedImage image) {
    BufferedImage gray =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    int[] colors = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    byte[] values = new byte[colors.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) colors[i];
    }
    gray.getRaster().setDataElements(0, 0, image.getWidth(), image.getHeight(), values);
    return gray;
  }

  static byte[] encode(BufferedImage image, String format, float quality) throws IOException {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
    if (!writers.hasNext()) {
      throw new PictureException(PictureFault.UNSUPPORTED, "no writer of " + format);
    }
    ImageWriter writer = writers.next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (quality > 0) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
      out.flush();
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
