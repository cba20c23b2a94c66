import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.Part10Head;
import io.archway.dicom.data.Part10Reader;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.frame.ByteRange;
import io.archway.imaging.frame.EncapsulatedDocument;
import io.archway.imaging.picture.FramePicture;
import io.archway.imaging.picture.ModelPicture;
import io.archway.imaging.picture.Picture;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What drawing a thumbnail costs, without a gateway: {@code java -Xmx256m -cp 'lib/*' Thumbnails.java FOLDER [FRAMES]}.
 * Synthetic objects of each kind are written to the folder, the last of them a volume of so many frames of 512 by 512
 * (4096 are 2 GB); a folder that has other DICOM files in it gets them drawn, too.
 */
public final class Thumbnails {
  private static final int SIZE = 256;
  private static final int ROUNDS = 15;

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int frames = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4096;
    write(folder.resolve("slice.dcm"), Samples.slice(1, 512, 512));
    write(folder.resolve("panoramic.dcm"), Samples.panoramic(2, 1504));
    write(folder.resolve("intraoral.dcm"), Samples.intraOral(3, 1280, 0));
    write(folder.resolve("photograph.dcm"), Samples.photograph(4, 2048));
    write(folder.resolve("model.dcm"), Samples.stl(5, 100_000));
    if (frames > 0) {
      write(folder.resolve("volume.dcm"), Samples.multiFrame(6, frames, 512, 512));
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        measure(file);
      }
    }
  }

  private static void write(Path file, SampleObject object) throws IOException {
    if (!Files.exists(file)) {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
        object.writeFile(out);
      }
    }
  }

  private static void measure(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteSource whole = source(channel);
      ByteBuffer start = ByteBuffer.allocate((int) Math.min(whole.length(), 1 << 16));
      whole.read(start, 0);
      Part10Head head = Part10Reader.head(start.flip(), true).orElseThrow();
      ByteSource dataSet =
          new ByteRange(whole, head.dataSetOffset(), whole.length() - head.dataSetOffset());
      double[] millis = new double[ROUNDS];
      int bytes = 0;
      for (int i = 0; i < ROUNDS; i++) {
        long began = System.nanoTime();
        bytes = draw(file, dataSet, head).bytes().length;
        millis[i] = (System.nanoTime() - began) / 1e6;
      }
      double first = millis[0];
      Arrays.sort(millis);
      System.out.printf(
          "%-24s %8.1f MB  first %7.1f ms  median %7.1f ms  %6d bytes%n",
          file.getFileName(), whole.length() / 1e6, first, millis[ROUNDS / 2], bytes);
    } catch (PictureException e) {
      System.out.printf("%-24s %s: %s%n", file.getFileName(), e.fault(), e.getMessage());
    }
  }

  private static Picture draw(Path file, ByteSource dataSet, Part10Head head) throws IOException {
    PictureLimits limits = PictureLimits.DEFAULT;
    return file.endsWith("model.dcm")
        ? ModelPicture.of(
            EncapsulatedDocument.of(dataSet, head.transferSyntax(), limits), SIZE, limits)
        : FramePicture.of(dataSet, head.transferSyntax(), SIZE, limits);
  }

  private static ByteSource source(FileChannel channel) throws IOException {
    long length = channel.size();
    return new ByteSource() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public int read(ByteBuffer to, long position) throws IOException {
        return channel.read(to, position);
      }
    };
  }
}
