package io.archway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.gateway.ExitCode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StopWatchdogTest {
  @Test
  void endsAProgramThatHangsAndSaysSo() throws Exception {
    Process process = start("listening");
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(ExitCode.STOP_TIMED_OUT.number());
    assertThat(said).contains("archway: the stop hangs and is cut short");
  }

  @Test
  void endsItAlsoWhereNobodyReadsWhatItSays() throws Exception {
    assertThat(start("deaf").waitFor()).isEqualTo(ExitCode.STOP_TIMED_OUT.number());
  }

  private static Process start(String ears) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Hanging.class.getName(),
            ears)
        .start();
  }

  /** Never ends by itself. */
  static final class Hanging {
    private Hanging() {}

    public static void main(String[] arguments) throws InterruptedException {
      PrintWriter err = new PrintWriter(System.err, true);
      if (arguments[0].equals("deaf")) {
        fill(err);
      }
      StopWatchdog.start(Duration.ofMillis(300), err);
      new CountDownLatch(1).await();
    }

    /** More than a pipe takes, on a thread that then holds the writer for ever. */
    private static void fill(PrintWriter err) {
      Thread filler = new Thread(() -> err.println("x".repeat(1 << 22)), "filler");
      filler.setDaemon(true);
      filler.start();
    }
  }
}
