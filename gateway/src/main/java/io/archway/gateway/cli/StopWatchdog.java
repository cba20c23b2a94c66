package io.archway.gateway.cli;

import io.archway.gateway.ExitCode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends the program when a stop hangs even in what should tell of it, such as a log on a disk that
 * does not answer. A thread of its own that touches no file.
 */
final class StopWatchdog {
  private static final long SAY_MILLIS = 500;

  private StopWatchdog() {}

  static void start(Duration limit, PrintWriter err) {
    Thread thread = new Thread(() -> watch(limit, err), "stop-watchdog");
    thread.setDaemon(true);
    thread.start();
  }

  private static void watch(Duration limit, PrintWriter err) {
    try {
      new CountDownLatch(1).await(limit.toMillis(), TimeUnit.MILLISECONDS);
      say(err, "the stop hangs and is cut short. What was acknowledged is safe");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Runtime.getRuntime().halt(ExitCode.STOP_TIMED_OUT.number());
    }
  }

  /** On a thread that is not waited for: nobody may read what is written. */
  static void say(PrintWriter err, String text) {
    Thread thread =
        new Thread(
            () -> {
              err.println("archway: " + text);
              err.flush();
            },
            "say");
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join(SAY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
