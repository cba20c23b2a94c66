package io.archway.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** A started launcher, its output read as it comes; killed when closed. */
final class Launched implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** What is about to be started, so that its environment can be changed. */
  static final class Start {
    private final ProcessBuilder builder;
    private Consumer<String> listener = line -> {};

    Start(Path launcher, String... arguments) {
      List<String> command = new ArrayList<>(List.of(launcher.toString()));
      command.addAll(List.of(arguments));
      builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.startsWith("ARCHWAY_"));
    }

    Map<String, String> environment() {
      return builder.environment();
    }

    /** Is told each line as it comes, by the thread that reads them. */
    Start onLine(Consumer<String> listener) {
      this.listener = listener;
      return this;
    }

    Launched run() throws IOException {
      return new Launched(builder.start(), listener);
    }
  }

  private final Process process;
  private final Consumer<String> listener;
  private final StringBuffer output = new StringBuffer();
  private final Thread reader;

  private Launched(Process process, Consumer<String> listener) {
    this.process = process;
    this.listener = listener;
    reader = new Thread(this::read, "output of " + process.pid());
    reader.start();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.append(line).append('\n');
        listener.accept(line);
      }
    } catch (IOException e) {
      output.append(e);
    }
  }

  String output() {
    return output.toString();
  }

  /** The first line that holds the pattern. The first start of all builds the program. */
  String awaitLine(String pattern) {
    Awaitility.await()
        .atMost(LIMIT)
        .until(
            () ->
                !process.isAlive()
                    || output().lines().anyMatch(line -> line.matches(".*" + pattern)));
    return output()
        .lines()
        .filter(line -> line.matches(".*" + pattern))
        .findFirst()
        .orElseThrow(() -> new AssertionError("ended without the line: " + output()));
  }

  boolean isJava() {
    return process.info().command().orElse("").endsWith("java");
  }

  /** What the process was started with, its program first; Linux only. */
  List<String> commandLine() throws IOException {
    Path told = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    return List.of(Files.readString(told).split("\0"));
  }

  /** On its standard input. */
  void enter(String line) throws IOException {
    Writer input = process.outputWriter();
    input.write(line + "\n");
    input.flush();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running: " + output());
    }
    reader.join();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
