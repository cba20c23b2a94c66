package io.archway.imaging.picture;

import io.archway.dicom.data.ByteSource;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.TimeLimit;
import io.archway.imaging.frame.SourceStream;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A surface model (binary STL, as PS3.3 C.35.1 encapsulates it too) as a small shaded picture, seen
 * from the front and above. Read twice from where it lies: for its bounds and to be drawn.
 * Stateless, any thread.
 *
 * <pre>
 * header (80) | number of triangles (4) | each: normal (12), three corners (12 each), 0 (2)
 * </pre>
 */
public final class ModelPicture {
  private static final int HEADER_BYTES = 84;
  private static final int TRIANGLE_BYTES = 50;
  private static final int CHECK_EVERY = 10_000;
  private static final int PAINTED_BETWEEN_CHECKS = 1 << 22;
  private static final int BACKGROUND = 0x20262C;
  private static final double[] TINT = {0.93, 0.88, 0.80};
  private static final double AMBIENT = 0.25;

  private final ByteSource model;
  private final int size;
  private final TimeLimit time;
  private final float[] depths;
  private final BufferedImage image;
  private final int[] colors;
  private final double[] low = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
  private final double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
  private double scale;
  private long painted;

  private ModelPicture(ByteSource model, int size, TimeLimit time) {
    this.model = model;
    this.size = size;
    this.time = time;
    this.depths = new float[size * size];
    this.image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    this.colors = Scaling.colors(image);
    Arrays.fill(colors, BACKGROUND);
    Arrays.fill(depths, -Float.MAX_VALUE);
  }

  /**
   * Draws it.
   *
   * @param model the whole model
   * @param size of both sides, in pixels, 16 to 4096
   * @throws PictureException UNSUPPORTED for STL as text, CORRUPT, TOO_LARGE or TIME
   * @throws IOException where the source cannot be read
   */
  public static Picture of(ByteSource model, int size, PictureLimits limits) throws IOException {
    limits.requireMemory(2L * size * size * (Float.BYTES + Integer.BYTES));
    ModelPicture picture = new ModelPicture(model, size, TimeLimit.of(limits));
    picture.each(picture::bound);
    picture.fit();
    picture.each(picture::draw);
    return Picture.jpeg(picture.image, false);
  }

  /** Takes the three corners of a triangle, turned as it is looked at. */
  private interface Triangles {
    void take(double[][] corners) throws PictureException;
  }

  private void each(Triangles triangles) throws IOException {
    try (InputStream in = new SourceStream(model, time)) {
      byte[] header = in.readNBytes(HEADER_BYTES);
      long count = count(header);
      byte[] bytes = new byte[TRIANGLE_BYTES];
      ByteBuffer triangle = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      double[][] corners = new double[3][3];
      for (long i = 0; i < count; i++) {
        if (i % CHECK_EVERY == 0) {
          time.check();
        }
        if (in.readNBytes(bytes, 0, TRIANGLE_BYTES) < TRIANGLE_BYTES) {
          throw PictureException.corrupt(
              "model ends after %d triangles (expected: %d)".formatted(i, count));
        }
        if (read(triangle, corners)) {
          triangles.take(corners);
        }
      }
    }
  }

  private long count(byte[] header) throws PictureException {
    if (header.length < HEADER_BYTES) {
      throw PictureException.corrupt("model: %d bytes (expected: >= 84)".formatted(header.length));
    }
    long count =
        ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(HEADER_BYTES - 4)
            & 0xFFFFFFFFL;
    boolean fits = HEADER_BYTES + count * TRIANGLE_BYTES <= model.length();
    boolean text = new String(header, 0, 5, StandardCharsets.US_ASCII).equals("solid");
    if (text && (!fits || count == 0)) {
      throw PictureException.unsupported("model as text (expected: binary STL)");
    }
    if (!fits || count == 0) {
      throw PictureException.corrupt(
          "model of %d triangles in %d bytes".formatted(count, model.length()));
    }
    return count;
  }

  /** False if a corner is nowhere. */
  private static boolean read(ByteBuffer triangle, double[][] corners) {
    for (int corner = 0; corner < 3; corner++) {
      double x = triangle.getFloat(12 + 12 * corner);
      double y = triangle.getFloat(16 + 12 * corner);
      double z = triangle.getFloat(20 + 12 * corner);
      if (!(Math.abs(x) + Math.abs(y) + Math.abs(z) < 1e12)) {
        return false;
      }
      // Right, up and towards the eye, which looks down at 35 degrees.
      corners[corner][0] = x;
      corners[corner][1] = 0.819 * z + 0.574 * y;
      corners[corner][2] = 0.574 * z - 0.819 * y;
    }
    return true;
  }

  private void bound(double[][] corners) {
    for (double[] corner : corners) {
      for (int axis = 0; axis < 3; axis++) {
        low[axis] = Math.min(low[axis], corner[axis]);
        high[axis] = Math.max(high[axis], corner[axis]);
      }
    }
  }

  private void fit() throws PictureException {
    double extent = Math.max(high[0] - low[0], high[1] - low[1]);
    if (!(extent > 0)) {
      throw PictureException.corrupt("model without extent");
    }
    scale = size * 0.9 / extent;
  }

  private void draw(double[][] corners) throws PictureException {
    double[] a = place(corners[0]);
    double[] b = place(corners[1]);
    double[] c = place(corners[2]);
    double area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
    if (area == 0) {
      return;
    }
    int color = shade(corners);
    int left = bounded(Math.floor(Math.min(a[0], Math.min(b[0], c[0]))));
    int right = bounded(Math.ceil(Math.max(a[0], Math.max(b[0], c[0]))));
    int top = bounded(Math.floor(Math.min(a[1], Math.min(b[1], c[1]))));
    int bottom = bounded(Math.ceil(Math.max(a[1], Math.max(b[1], c[1]))));
    painted += (bottom - top + 1L) * (right - left + 1);
    if (painted > PAINTED_BETWEEN_CHECKS) {
      painted = 0;
      time.check();
    }
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double u = ((b[0] - x) * (c[1] - y) - (c[0] - x) * (b[1] - y)) / area;
        double v = ((c[0] - x) * (a[1] - y) - (a[0] - x) * (c[1] - y)) / area;
        double w = 1 - u - v;
        if (u < 0 || v < 0 || w < 0) {
          continue;
        }
        float depth = (float) (u * a[2] + v * b[2] + w * c[2]);
        int index = y * size + x;
        if (depth > depths[index]) {
          depths[index] = depth;
          colors[index] = color;
        }
      }
    }
  }

  private double[] place(double[] corner) {
    double x = size / 2.0 + (corner[0] - (low[0] + high[0]) / 2) * scale;
    double y = size / 2.0 - (corner[1] - (low[1] + high[1]) / 2) * scale;
    return new double[] {x, y, corner[2]};
  }

  private int bounded(double value) {
    return (int) Math.max(0, Math.min(size - 1, value));
  }

  /** Lit from the eye and a little from above, both sides alike. */
  private static int shade(double[][] corners) {
    double[] one = minus(corners[1], corners[0]);
    double[] other = minus(corners[2], corners[0]);
    double x = one[1] * other[2] - one[2] * other[1];
    double y = one[2] * other[0] - one[0] * other[2];
    double z = one[0] * other[1] - one[1] * other[0];
    double length = Math.sqrt(x * x + y * y + z * z);
    double towards = length == 0 ? 0 : Math.abs(0.2 * x + 0.35 * y + 0.915 * z) / length;
    double light = 255 * Math.min(1, AMBIENT + (1 - AMBIENT) * towards);
    return (int) (light * TINT[0]) << 16 | (int) (light * TINT[1]) << 8 | (int) (light * TINT[2]);
  }

  private static double[] minus(double[] one, double[] other) {
    return new double[] {one[0] - other[0], one[1] - other[1], one[2] - other[2]};
  }
}
