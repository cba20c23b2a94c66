package io.archway.imaging.apart;

import io.archway.dicom.data.ByteSource;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.picture.Picture;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process that draws, as the gateway sees it. Its heap and its processor time end by itself, and
 * it is given nothing of ours: no file, no environment, only the bytes of the document that it asks
 * for. Used by one thread at a time; {@link #kill} by any.
 */
final class DrawingProcess {
  /** For Java and the reader themselves. */
  private static final long OWN_HEAP_BYTES = 32L << 20;

  private static final int EXIT_SECONDS = 10;
  private static final int SIGNALS = 128;
  private static final Set<String> ENVIRONMENT = Set.of("PATH", "LD_LIBRARY_PATH", "SystemRoot");

  private final PictureLimits limits;
  private final Process process;
  private final DataInputStream in;
  private final DataOutputStream out;

  private DrawingProcess(PictureLimits limits, Process process) {
    this.limits = limits;
    this.process = process;
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
  }

  static DrawingProcess start(PictureLimits limits) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(limits));
    builder.environment().keySet().retainAll(ENVIRONMENT);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return new DrawingProcess(limits, builder.start());
  }

  private static List<String> command(PictureLimits limits) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + (limits.maxMemoryBytes() + OWN_HEAP_BYTES),
        "-XX:MaxMetaspaceSize=128m",
        "-XX:MaxDirectMemorySize=16m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:+DisplayVMOutputToStderr",
        "-XX:+SuppressFatalErrorMessage",
        "-Djava.awt.headless=true",
        "-Dorg.apache.commons.logging.LogFactory=org.apache.commons.logging.impl.LogFactoryImpl",
        "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog",
        "-cp",
        System.getProperty("java.class.path"),
        DrawingProgram.class.getName(),
        Long.toString(limits.maxMillis()));
  }

  /**
   * Draws a document.
   *
   * @throws PictureException why there is no picture of it
   * @throws EndedException if the process had ended before it saw anything of the document
   * @throws IOException if the document cannot be read, or the process was ended from outside
   */
  Picture draw(ByteSource document, int size) throws IOException {
    try {
      out.writeInt(size);
      out.writeLong(document.length());
      out.flush();
    } catch (IOException e) {
      throw ended(e);
    }
    while (true) {
      int said = said();
      switch (said) {
        case Talk.READ -> give(document);
        case Talk.PICTURE -> {
          return picture();
        }
        case Talk.FAULT -> throw fault();
        default -> throw new IOException("word: %d (expected: 1 to 3)".formatted(said));
      }
    }
  }

  private int said() throws IOException {
    try {
      return in.readUnsignedByte();
    } catch (IOException e) {
      throw ended(e);
    }
  }

  private void give(ByteSource document) throws IOException {
    long position;
    int length;
    try {
      position = in.readLong();
      length = in.readInt();
    } catch (IOException e) {
      throw ended(e);
    }
    if (length < 1 || length > Talk.MAX_READ_BYTES || position < 0) {
      throw new IOException("asked for %d bytes at %d".formatted(length, position));
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (document.read(bytes, position + bytes.position()) <= 0) {
        throw new IOException("document ends at " + (position + bytes.position()));
      }
    }
    try {
      out.write(bytes.array());
      out.flush();
    } catch (IOException e) {
      throw ended(e);
    }
  }

  private Picture picture() throws IOException {
    byte[] bytes;
    try {
      int length = in.readInt();
      bytes = new byte[Math.max(0, Math.min(length, Talk.MAX_PICTURE_BYTES))];
      in.readFully(bytes);
    } catch (IOException e) {
      throw ended(e);
    }
    return new Picture(Picture.JPEG, bytes);
  }

  private PictureException fault() throws IOException {
    try {
      PictureFault fault = PictureFault.values()[in.readUnsignedByte()];
      return new PictureException(fault, in.readUTF());
    } catch (IOException e) {
      throw ended(e);
    }
  }

  /** What it means that nothing more is heard. */
  private IOException ended(IOException how) {
    Integer code = exit();
    if (code == null || code > SIGNALS || code < 0) {
      return new IOException("the process that draws was ended", how);
    }
    return switch (code) {
      case 0 -> new EndedException(how);
      case Talk.EXIT_TIME ->
          new PictureException(
              PictureFault.TIME, "time to draw: more than %d ms".formatted(limits.maxMillis()));
      case Talk.EXIT_MEMORY ->
          PictureException.tooLarge(
              "memory to draw: more than %d bytes".formatted(limits.maxMemoryBytes()));
      default -> new IOException("the process that draws ended with " + code, how);
    };
  }

  private Integer exit() {
    try {
      return process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void kill() {
    process.destroyForcibly();
  }

  /** It had nothing to do for a while. */
  static final class EndedException extends IOException {
    private static final long serialVersionUID = 1;

    EndedException(IOException cause) {
      super("the process that draws had ended", cause);
    }
  }
}
