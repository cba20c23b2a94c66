package io.archway.gateway.cli;

import io.archway.gateway.operation.Report;
import picocli.CommandLine;

/** A report on the terminal: lines as they are, progress as a bar. Thread-safe. */
final class ConsoleReport implements Report, AutoCloseable {
  private final CommandLine command;
  private ProgressBar bar;
  private String label = "";
  private long done;

  ConsoleReport(CommandLine command) {
    this.command = command;
  }

  @Override
  public synchronized void line(String text) {
    if (bar != null) {
      bar.line(text);
    } else {
      command.getOut().println(text);
      command.getOut().flush();
    }
  }

  @Override
  public synchronized void progress(String newLabel, long newDone, long total) {
    if (!newLabel.equals(label)) {
      close();
      bar = ProgressBar.of(command, newLabel, total);
      label = newLabel;
      done = 0;
    }
    bar.advance(newDone - done);
    done = newDone;
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
