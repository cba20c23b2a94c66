package io.archway.gateway.cli;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;

/**
 * Shows how far a command is: on a terminal one line that is redrawn, elsewhere a plain line at
 * every tenth. Lines for the reader go above it. Thread-safe.
 */
final class ProgressBar implements AutoCloseable {
  private static final long REDRAW_NANOS = 100_000_000;
  private static final int CELLS = 30;

  private final PrintWriter lines;
  private final PrintWriter bar;
  private final boolean terminal;
  private final String label;
  private final long total;
  private long done;
  private long drawnNanos;
  private int drawnLength;
  private int tenths;

  /** The bar goes to standard error, so that redirected output holds the lines alone. */
  static ProgressBar of(CommandLine command, String label, long total) {
    return new ProgressBar(
        command.getOut(), command.getErr(), Boolean.getBoolean("archway.terminal"), label, total);
  }

  ProgressBar(PrintWriter lines, PrintWriter bar, boolean terminal, String label, long total) {
    this.lines = lines;
    this.bar = bar;
    this.terminal = terminal;
    this.label = label;
    this.total = total;
  }

  synchronized void line(String text) {
    erase();
    lines.println(text);
    lines.flush();
    drawnNanos = 0;
  }

  synchronized void advance(long amount) {
    done += amount;
    if (!terminal) {
      reportTenth();
    } else if (drawnNanos == 0 || done == total || System.nanoTime() - drawnNanos > REDRAW_NANOS) {
      draw();
    }
  }

  private void reportTenth() {
    int now = total == 0 ? 10 : (int) (done * 10 / total);
    if (now > tenths) {
      tenths = now;
      bar.println(label + ": " + done + " of " + total + " (" + now * 10 + " %)");
      bar.flush();
    }
  }

  private void draw() {
    int filled = total == 0 ? CELLS : (int) (done * CELLS / total);
    String text =
        String.format(
            Locale.ROOT,
            "%s [%s%s] %d of %d",
            label,
            "#".repeat(filled),
            ".".repeat(CELLS - filled),
            done,
            total);
    bar.print("\r" + text + " ".repeat(Math.max(0, drawnLength - text.length())));
    bar.flush();
    drawnLength = text.length();
    drawnNanos = System.nanoTime();
  }

  /** With blanks, not with control sequences: they work on every terminal of Windows too. */
  private void erase() {
    if (drawnLength > 0) {
      bar.print("\r" + " ".repeat(drawnLength) + "\r");
      bar.flush();
      drawnLength = 0;
    }
  }

  /** Leaves the last state of the bar on the terminal. */
  @Override
  public synchronized void close() {
    if (terminal && drawnLength > 0) {
      draw();
      bar.println();
      bar.flush();
      drawnLength = 0;
    }
  }
}
