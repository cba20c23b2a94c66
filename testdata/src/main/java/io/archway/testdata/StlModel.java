package io.archway.testdata;

import io.archway.testdata.DentalArch.Placed;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A binary STL surface: an ellipsoid for the crown of every tooth.
 *
 * <pre>
 *   80 bytes header, 32-bit count, then for each triangle
 *   12 32-bit floats (normal, three corners) and a 16-bit zero; all little endian
 * </pre>
 */
final class StlModel {
  private static final int HEADER_BYTES = 80;
  private static final int TRIANGLE_BYTES = 50;
  private static final double CROWN_HALF_MM = 4;

  private StlModel() {}

  /**
   * @param triangles at least this many, and at least 8 a tooth
   */
  static byte[] of(DentalArch arch, int triangles) {
    int teeth = arch.teeth().size();
    int rings = 2;
    while (perTooth(rings) * teeth < triangles) {
      rings++;
    }
    int count = (int) perTooth(rings) * teeth;
    ByteBuffer out =
        ByteBuffer.allocate(HEADER_BYTES + 4 + count * TRIANGLE_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put("synthetic dental arch, millimetres".getBytes(StandardCharsets.US_ASCII));
    out.position(HEADER_BYTES).putInt(count);
    for (Placed tooth : arch.teeth()) {
      ellipsoid(out, tooth, rings);
    }
    return out.array();
  }

  /** Twice as many meridians as rings; two triangles a patch but one at the poles. */
  private static long perTooth(int rings) {
    return 2L * rings * 2 * (rings - 1);
  }

  private static void ellipsoid(ByteBuffer out, Placed tooth, int rings) {
    int meridians = 2 * rings;
    for (int ring = 0; ring < rings; ring++) {
      for (int meridian = 0; meridian < meridians; meridian++) {
        double[] a = point(tooth, ring, meridian, rings);
        double[] b = point(tooth, ring + 1, meridian, rings);
        double[] c = point(tooth, ring + 1, meridian + 1, rings);
        double[] d = point(tooth, ring, meridian + 1, rings);
        if (ring + 1 < rings) {
          triangle(out, a, b, c);
        }
        if (ring > 0) {
          triangle(out, a, c, d);
        }
      }
    }
  }

  private static double[] point(Placed tooth, int ring, int meridian, int rings) {
    double polar = StrictMath.PI * ring / rings;
    double around = StrictMath.PI * meridian / rings;
    double radius = tooth.radius() * StrictMath.sin(polar);
    double center = tooth.tooth().isMaxillary() ? CROWN_HALF_MM + 0.5 : -CROWN_HALF_MM - 0.5;
    return new double[] {
      tooth.x() + radius * StrictMath.cos(around),
      tooth.y() + radius * StrictMath.sin(around),
      center + CROWN_HALF_MM * StrictMath.cos(polar)
    };
  }

  private static void triangle(ByteBuffer out, double[] a, double[] b, double[] c) {
    double[] normal = normal(a, b, c);
    for (double[] vector : new double[][] {normal, a, b, c}) {
      for (double coordinate : vector) {
        out.putFloat((float) coordinate);
      }
    }
    out.putShort((short) 0);
  }

  private static double[] normal(double[] a, double[] b, double[] c) {
    double[] u = {b[0] - a[0], b[1] - a[1], b[2] - a[2]};
    double[] v = {c[0] - a[0], c[1] - a[1], c[2] - a[2]};
    double[] n = {u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]};
    double length = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
    return length == 0 ? n : new double[] {n[0] / length, n[1] / length, n[2] / length};
  }
}
