package io.archway.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A 2 GB object is written with little memory: in a JVM of its own with a heap of 48 MB. */
class LargeObjectIT {
  private static final int DEADLINE_SECONDS = 300;

  @Test
  void writesTwoGigabytesWithinAHeapOf48Megabytes() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-cp",
                System.getProperty("java.class.path"),
                LargeObjectIT.class.getName())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(output).startsWith("written: 2147").contains(", told: 2147");
    assertThat(process.exitValue()).isZero();
  }

  /** Writes the object to nowhere and says how much it was. */
  public static void main(String[] arguments) throws Exception {
    SampleObject object = Samples.multiFrame(1, 1_024, 1_024, 1_024);
    CountingStream out = new CountingStream();
    object.writeDataSet(out);
    System.out.println("written: " + out.count + ", told: " + object.dataSetLength());
    System.exit(out.count == object.dataSetLength() ? 0 : 1);
  }

  private static final class CountingStream extends OutputStream {
    private long count;

    @Override
    public void write(int b) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      count += length;
    }
  }
}
