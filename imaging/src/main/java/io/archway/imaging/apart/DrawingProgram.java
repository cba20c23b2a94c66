package io.archway.imaging.apart;

import com.sun.management.OperatingSystemMXBean;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.picture.PdfPicture;
import io.archway.imaging.picture.Picture;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.font.FontMappers;

/**
 * The program of a process that draws the documents which the gateway asks it to, one after the
 * other, see {@link Talk}. It ends itself when a picture takes more processor time than it may,
 * when memory ends, when nobody asks for a while, and when the gateway is gone.
 */
public final class DrawingProgram {
  private static final int LOOK_MILLIS = 50;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final DataInputStream in;
  private final DataOutputStream out;
  private final long maxCpuNanos;
  private volatile boolean drawing;
  private volatile long beganCpuNanos;
  private volatile long idleSince = System.nanoTime();

  private DrawingProgram(DataInputStream in, DataOutputStream out, long maxCpuNanos) {
    this.in = in;
    this.out = out;
    this.maxCpuNanos = maxCpuNanos;
  }

  /**
   * Serves until the input ends.
   *
   * @param arguments the most processor time for one picture, in milliseconds
   */
  public static void main(String... arguments) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out));
    System.setOut(System.err); // whatever a library prints is not for the gateway
    FontMappers.set(new PlainFonts());
    withoutFiles();
    long maxMillis = Long.parseLong(arguments[0]);
    DrawingProgram program = new DrawingProgram(in, out, TimeUnit.MILLISECONDS.toNanos(maxMillis));
    Thread watch = new Thread(program::watch, "watch");
    watch.setDaemon(true);
    watch.start();
    program.serve();
  }

  /** An end in the middle of a picture would leave what ImageIO keeps in a file. */
  static void withoutFiles() {
    ImageIO.setUseCache(false);
  }

  private void watch() {
    while (true) {
      if (drawing && SYSTEM.getProcessCpuTime() - beganCpuNanos > maxCpuNanos) {
        Runtime.getRuntime().halt(Talk.EXIT_TIME);
      }
      if (!drawing && System.nanoTime() - idleSince > IDLE_NANOS) {
        Runtime.getRuntime().halt(0);
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void serve() throws IOException {
    while (true) {
      int size;
      long length;
      try {
        size = in.readInt();
        length = in.readLong();
      } catch (EOFException e) {
        return;
      }
      beganCpuNanos = SYSTEM.getProcessCpuTime();
      drawing = true;
      draw(size, length);
      out.flush();
      idleSince = System.nanoTime();
      drawing = false;
    }
  }

  private void draw(int size, long length) throws IOException {
    try {
      Picture picture = PdfPicture.of(new AskedDocument(in, out, length), size);
      out.writeByte(Talk.PICTURE);
      out.writeInt(picture.bytes().length);
      out.write(picture.bytes());
    } catch (PictureException e) {
      fault(e.fault(), e.getMessage());
    } catch (IOException | RuntimeException | Error e) {
      // Not its text, which may quote the document.
      fault(PictureFault.CORRUPT, "document is damaged: " + e.getClass().getSimpleName());
    }
  }

  private void fault(PictureFault fault, String text) throws IOException {
    out.writeByte(Talk.FAULT);
    out.writeByte(fault.ordinal());
    out.writeUTF(text);
  }
}
